package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
)

// program is what the kamal command says of itself.
type program struct {
	version  string
	commands []command
	// sections are the parts of the reference of the configuration; the first one
	// is the top level.
	sections []section
	schema   schema
}

// command is one, or a family of them, as the help explains it.
type command struct {
	Name, Usage, About, Group string
	Family                    bool
	Tables                    []struct {
		Title string
		Rows  [][2]string
	}
	ExitCodes []struct {
		Code    int
		Meaning string
	} `json:"exit_codes"`
}

type section struct{ name, text string }

// schema is a part of the JSON schema of the configuration.
type schema struct {
	Description          string
	Type                 any
	Properties           map[string]schema
	AdditionalProperties json.RawMessage
	Items                *schema
	AnyOf                []schema
}

// askProgram asks the kamal command.
func askProgram(file string) (p program, err error) {
	ask := func(args ...string) string {
		if err != nil {
			return ""
		}
		cmd := exec.Command(file, args...)
		// No project's configuration, nor its aliases, gets into the site.
		cmd.Dir = "/"
		var out []byte
		if out, err = cmd.Output(); err != nil {
			err = fmt.Errorf("asking %q: %w", strings.Join(cmd.Args, " "), err)
		}
		return strings.TrimRight(string(out), "\n")
	}
	p.version = ask("version")
	p.sections = []section{{"", ask("docs")}}
	for line := range strings.Lines(ask("__complete", "--", "docs", "")) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
		p.sections = append(p.sections, section{name, ask("docs", name)})
	}
	grammar, keys := ask("__grammar"), ask("config", "--schema")
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(grammar), &p.commands); err != nil {
		return p, fmt.Errorf("reading the grammar: %w", err)
	}
	if err := json.Unmarshal([]byte(keys), &p.schema); err != nil {
		return p, fmt.Errorf("reading the schema: %w", err)
	}
	return p, nil
}

package cmdline

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// UsageError is a command line that can't be.
type UsageError struct {
	// Command is the one whose usage may help; nil for none.
	Command *kong.Node
	Msg     string
	// Advice says what to do about it, or is empty.
	Advice string
}

func (e *UsageError) Error() string { return e.Msg }

// Hint says what to do about it, or nothing.
func (e *UsageError) Hint() string { return e.Advice }

// Usage is how the command is called, or empty.
func (e *UsageError) Usage() string {
	if e.Command == nil {
		return ""
	}
	return Usage(e.Command)
}

// unknownCommand refuses a word that is no command, nor one of the names that the
// user gave to commands.
func unknownCommand(parent *kong.Node, word string, names []string, trouble error) error {
	e := &UsageError{Command: parent, Msg: fmt.Sprintf("unknown command %q", strings.TrimSpace(Path(parent)+" "+word))}
	for _, c := range parent.Children {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	e.Advice = DidYouMean(strings.ReplaceAll(word, "-", "_"), names)
	switch {
	case e.Advice == "" && trouble != nil:
		e.Advice = fmt.Sprintf("if it is an alias: %v", trouble)
	case e.Advice == "":
		e.Advice = strings.TrimSpace("kamal help "+Path(parent)) + " lists the commands"
	}
	return e
}

func ambiguousCommand(parent *kong.Node, word string, candidates []*kong.Node) error {
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = c.Name
	}
	return &UsageError{Msg: fmt.Sprintf("%q may be any of %s", strings.TrimSpace(Path(parent)+" "+word), strings.Join(names, ", "))}
}

func unknownOption(n *kong.Node, word string) error {
	written, _, _ := strings.Cut(word, "=")
	e := &UsageError{Command: n, Msg: fmt.Sprintf("unknown option %q", written)}
	var names []string
	for _, group := range n.AllFlags(true) {
		for _, f := range group {
			names = append(names, "--"+f.Name)
		}
	}
	if strings.HasPrefix(written, "--") {
		e.Advice = DidYouMean(strings.ReplaceAll(written, "_", "-"), names)
	}
	return e
}

// withoutValue refuses an option before next, which is another option, or at the
// end of the line.
func withoutValue(n *kong.Node, o givenOption, next string) error {
	e := &UsageError{Command: n, Msg: fmt.Sprintf("option %q has no value", o.written)}
	switch {
	case o.written == "-h":
		e.Advice = "-h names hosts; for help write --help"
	case next != "":
		e.Advice = fmt.Sprintf("if %s is its value: %s=%s", next, o.written, next)
	case o.written == "--version":
		e.Advice = "--version is that of the app; kamal version shows that of kamal"
	}
	return e
}

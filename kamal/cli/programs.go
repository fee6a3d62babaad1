package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/defaults"
)

// programs finds the programs that stand for commands which kamal does not have,
// by the commands' names: kamal-NAME on the PATH carries NAME out.
func (p *Session) programs() map[string]string {
	found := map[string]string{}
	for _, dir := range filepath.SplitList(p.in.getenv("PATH")) {
		if !filepath.IsAbs(dir) {
			continue // what a project brings with it is not run
		}
		files, _ := os.ReadDir(dir) // a folder that can't be read has none
		for _, f := range files {
			name := programCommand(f.Name())
			if name == "" || found[name] != "" {
				continue
			}
			if file, err := exec.LookPath(filepath.Join(dir, f.Name())); err == nil {
				found[name] = file
			}
		}
	}
	for _, name := range p.commandNames() {
		delete(found, name)
	}
	return found
}

// programCommand is the command that a program of a file's name carries out; empty is none.
func programCommand(file string) string {
	name, ok := strings.CutPrefix(filepath.Base(file), "kamal-")
	switch {
	case !ok:
		return ""
	case runtime.GOOS == "windows":
		return strings.TrimSuffix(name, filepath.Ext(name))
	}
	return name
}

// runProgram hands terminal and fate to the program that stands for the command.
// It gets the words behind its name. What was said before it about the
// configuration is in its environment.
func (p *Session) runProgram() error {
	for _, o := range p.line.Options {
		switch o.Flag.Name {
		case "config-file", "destination":
		case "dry-run":
			return &cmdline.UsageError{Msg: fmt.Sprintf("%s is a program of its own: it can't be planned", p.line.Program)}
		default:
			return &cmdline.UsageError{
				Msg:    fmt.Sprintf("option %q says nothing to the program %s", "--"+o.Flag.Name, p.line.Program),
				Advice: "-c and -d stand before a program's name, its own options behind it: kamal " + programCommand(p.line.Program) + " --" + o.Flag.Name,
			}
		}
	}
	words := p.line.Words
	if p.line.Help {
		words = []string{"--help"}
	}
	file, ok := p.line.Given("config-file")
	if !ok {
		file = defaults.ConfigFile
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(p.in.dir, file)
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return fmt.Errorf("finding the configuration: %w", err)
	}
	destination, _ := p.line.Given("destination")
	p.in.environ = append(slices.Clip(p.in.environ), "KAMAL_CONFIG_FILE="+file, "KAMAL_DESTINATION="+destination)
	return p.become(p.line.Program, append([]string{p.line.Program}, words...))
}

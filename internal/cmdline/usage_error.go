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
	// Advice says what to do about it, in words with something to type behind a
	// colon. Where it is empty, help with the command is what to type.
	Advice string
}

func (e *UsageError) Error() string { return e.Msg }

// Hint says what to do about it. Its end is something to type.
func (e *UsageError) Hint() string {
	switch {
	case e.Advice != "":
		return e.Advice
	case e.Command == nil:
		return "all commands: kamal help"
	}
	return "how it is called: " + help(e.Command)
}

// help is what explains a command.
func help(n *kong.Node) string { return strings.TrimSpace("kamal help " + Path(n)) }

// typed is the name of a command as it is typed, with a blank behind it.
func typed(n *kong.Node) string { return strings.TrimSpace("kamal "+Path(n)) + " " }

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
	e.Advice = DidYouMean(typed(parent), strings.ReplaceAll(word, "-", "_"), names)
	switch {
	case e.Advice == "" && trouble != nil:
		e.Advice = fmt.Sprintf("if it is an alias, %v; what is wrong with it: kamal config --check", trouble)
	case e.Advice == "":
		e.Advice = "the commands that there are: " + help(parent)
	}
	return e
}

func ambiguousCommand(parent *kong.Node, word string, candidates []*kong.Node) error {
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = c.Name
	}
	return &UsageError{
		Msg:    fmt.Sprintf("%q may be any of %s", strings.TrimSpace(Path(parent)+" "+word), strings.Join(names, ", ")),
		Advice: "write more of it: " + typed(parent) + names[0],
	}
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
		e.Advice = DidYouMean(typed(n), strings.ReplaceAll(written, "_", "-"), names)
	}
	return e
}

// withoutValue refuses an option before next, which is another option, or at the
// end of the line.
func withoutValue(n *kong.Node, o givenOption, next string) error {
	e := &UsageError{Command: n, Msg: fmt.Sprintf("option %q has no value", o.written)}
	switch {
	case o.written == "-h":
		e.Advice = "-h names hosts; for help: " + typed(n) + "--help"
	case next != "":
		e.Advice = fmt.Sprintf("if %s is its value: %s=%s", next, o.written, next)
	case o.written == "--version":
		e.Advice = "--version is that of the app; that of kamal: kamal version"
	}
	return e
}

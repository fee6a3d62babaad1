package cmdline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Line is a command line as read: which command, with which options and words.
type Line struct {
	// Command is the root when none was named.
	Command *kong.Node
	// Program is what stands in for the command; empty for one of the grammar.
	Program string
	Options []Option
	Words   []string
	// Help says that the command is to be explained, not run.
	Help bool
	// set is the last switch that a word of its own set, as it was written.
	set string
}

// Option is one that was given, with its values as the grammar takes them.
type Option struct {
	Flag   *kong.Flag
	Values []string
}

// Args writes the line in the one form that leaves nothing to be guessed:
// command, options with their values, and the words behind "--".
func (l Line) Args() []string {
	var args []string
	for n := l.Command; n.Parent != nil; n = n.Parent {
		args = slices.Insert(args, 0, n.Name)
	}
	for _, o := range l.Options {
		for _, v := range o.Values {
			args = append(args, "--"+o.Flag.Name+"="+v)
		}
	}
	return append(append(args, "--"), l.Words...)
}

// Check refuses a line that lacks a word or an option that must be there, or
// that has a word too many.
func (l Line) Check() error {
	words := l.Command.Positional
	for i, p := range words {
		if p.Required && i >= len(l.Words) {
			e := &UsageError{Command: l.Command, Msg: strings.ToUpper(p.Name) + " is missing"}
			if l.set != "" && IsExec(l.Command) {
				e.Advice = fmt.Sprintf("the word behind %s counts as its value; %s", l.set, OwnWords(l.Command))
			}
			return e
		}
	}
	if len(l.Words) > len(words) && (len(words) == 0 || !words[len(words)-1].IsCumulative()) {
		return &UsageError{Command: l.Command, Msg: fmt.Sprintf("superfluous word %q", l.Words[len(words)])}
	}
	for _, f := range l.Command.Flags {
		if f.Required && !slices.ContainsFunc(l.Options, func(o Option) bool { return o.Flag == f }) {
			return &UsageError{Command: l.Command, Msg: fmt.Sprintf("option %q is missing", "--"+f.Name)}
		}
	}
	return nil
}

// Given gives the last value of an option; ok is false when it was not given.
func (l Line) Given(name string) (value string, ok bool) {
	for _, o := range l.Options {
		if o.Flag.Name == name {
			value, ok = o.Values[len(o.Values)-1], true
		}
	}
	return value, ok
}

package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// line is a command line as read: which command, with which options and words.
type line struct {
	// command is the root when none was named.
	command *kong.Node
	options []option
	words   []string
	// set is the last switch that a word of its own set, as it was written.
	set string
	// help says that the command is to be explained, not run.
	help bool
}

// option is one that was given, with its values as the grammar takes them.
type option struct {
	flag   *kong.Flag
	values []string
}

// args writes the line in the one form that leaves nothing to be guessed:
// command, options with their values, and the words behind "--".
func (l line) args() []string {
	var args []string
	for n := l.command; n.Parent != nil; n = n.Parent {
		args = slices.Insert(args, 0, n.Name)
	}
	for _, o := range l.options {
		for _, v := range o.values {
			args = append(args, "--"+o.flag.Name+"="+v)
		}
	}
	return append(append(args, "--"), l.words...)
}

// complete refuses a line that lacks a word or an option that must be there, or
// that has a word too many.
func (l line) complete() error {
	words := l.command.Positional
	for i, p := range words {
		if p.Required && i >= len(l.words) {
			e := &usageError{command: l.command, msg: strings.ToUpper(p.Name) + " is missing"}
			if l.set != "" && isExec(l.command) {
				e.hint = fmt.Sprintf("the word behind %s counts as its value; %s", l.set, ownWords)
			}
			return e
		}
	}
	if len(l.words) > len(words) && (len(words) == 0 || !words[len(words)-1].IsCumulative()) {
		return &usageError{command: l.command, msg: fmt.Sprintf("superfluous word %q", l.words[len(words)])}
	}
	for _, f := range l.command.Flags {
		if f.Required && !slices.ContainsFunc(l.options, func(o option) bool { return o.flag == f }) {
			return &usageError{command: l.command, msg: fmt.Sprintf("option %q is missing", "--"+f.Name)}
		}
	}
	return nil
}

// lineReader reads command lines by the grammar.
type lineReader struct {
	root *kong.Node
	// aliases gives the user's own commands.
	aliases aliasReader
	// explains says that the line asks for help.
	explains bool
}

// read makes sense of the arguments.
func (r lineReader) read(args []string) (line, error) {
	l := line{command: r.root, help: len(args) == 0}
	if len(args) > 0 && args[0] == "-h" {
		return line{command: r.root, help: true}, nil
	}
	args, err := r.findCommand(&l, args)
	if err != nil || l.help && l.command.Parent == nil {
		return l, err
	}
	w := &wordReader{line: &l, rest: args}
	if err := w.read(); err != nil {
		return l, err
	}
	l.help = l.help || !l.command.Leaf()
	return l, nil
}

// findCommand takes the words that name the command out of args, aliases
// replaced.
func (r lineReader) findCommand(l *line, args []string) ([]string, error) {
	var met []string
	for {
		i := nextWord(l.command, args)
		if i < 0 {
			return args, nil
		}
		word := args[i]
		if word == "help" {
			l.help, r.explains = true, true
			args = without(args, i)
			continue
		}
		child, text, err := r.meaning(l.command, word, args)
		if err != nil {
			return nil, err
		}
		if child == nil {
			if met, err = circle(met, word); err != nil {
				return nil, err
			}
			args = slices.Concat(args[:i], text, args[i+1:])
			continue
		}
		args = without(args, i)
		if child.Name == planName && !l.help {
			args = planned(child.Parent, args)
			continue
		}
		if l.command = child; child.Leaf() {
			return args, nil
		}
	}
}

// seam stands where a word was that named a command: what is before it does not
// belong to what comes after. No argument of a process can be it.
const seam = "\x00"

// without takes the word that names a command out.
func without(args []string, i int) []string {
	if i == 0 {
		return args[1:]
	}
	return slices.Concat(args[:i], []string{seam}, args[i+1:])
}

// meaning gives the command that a word stands for below a node, or the words of
// an alias.
func (r lineReader) meaning(parent *kong.Node, word string, args []string) (*kong.Node, []string, error) {
	name := strings.ReplaceAll(word, "-", "_")
	candidates := beginning(parent, name)
	if len(candidates) > 0 && candidates[0].Name == name {
		return candidates[0], nil, nil
	}
	var names []string
	var trouble error
	if parent == r.root {
		var text []string
		var found bool
		text, found, names, trouble = r.alias(word, args)
		if found {
			return nil, text, trouble
		}
	}
	switch len(candidates) {
	case 0:
		return nil, nil, unknownCommand(parent, word, names, trouble)
	case 1:
		return candidates[0], nil, nil
	}
	return nil, nil, ambiguousCommand(parent, word, candidates)
}

// beginning gives the commands below a node whose names begin so; the one of
// exactly that name alone.
func beginning(parent *kong.Node, name string) []*kong.Node {
	var found []*kong.Node
	for _, c := range parent.Children {
		if c.Name == name {
			return []*kong.Node{c}
		}
		if strings.HasPrefix(c.Name, name) && c.Tag.Get("words") != "rest" {
			found = append(found, c)
		}
	}
	return found
}

// nextWord gives the place of the first word that is no option and no option's
// value, or -1.
func nextWord(n *kong.Node, args []string) int {
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return -1
		}
		switch {
		case args[i] == seam:
		case !looksLikeOption(args[i]):
			return i
		case takesNext(n, args[i]), i+1 < len(args) && setsSwitch(args[i+1]) && isSwitch(n, args[i]):
			i++
		}
	}
	return -1
}

func looksLikeOption(word string) bool { return len(word) > 1 && word[0] == '-' }

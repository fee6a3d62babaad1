package cmdline

import (
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Reader reads command lines by the grammar.
type Reader struct {
	Root *kong.Node
	// Aliases gives the user's own commands; nil for none.
	Aliases AliasReader
	// Programs gives those that stand for commands which the grammar does not have,
	// by the commands' names; nil for none. What is behind a name is the program's.
	Programs func() map[string]string
	// explains says that the line asks for help.
	explains bool
}

// Read makes sense of the arguments. A line that can't be is a [UsageError].
func (r Reader) Read(args []string) (Line, error) {
	l := Line{Command: r.Root, Help: len(args) == 0}
	if len(args) > 0 && args[0] == "-h" {
		return Line{Command: r.Root, Help: true}, nil
	}
	args, err := r.findCommand(&l, args)
	if err != nil || l.Help && l.Command.Parent == nil && l.Program == "" {
		return l, err
	}
	w := &wordReader{line: &l, rest: args}
	if err := w.read(); err != nil {
		return l, err
	}
	l.Help = l.Help || !l.Command.Leaf() && l.Program == ""
	return l, nil
}

// findCommand takes the words that name the command out of args, aliases
// replaced.
func (r Reader) findCommand(l *Line, args []string) ([]string, error) {
	var met []string
	for {
		i := nextWord(l.Command, args)
		if i < 0 {
			return args, nil
		}
		word := args[i]
		if word == "help" {
			l.Help, r.explains = true, true
			args = without(args, i)
			continue
		}
		m, err := r.meaning(l.Command, word, args)
		if err != nil {
			return nil, err
		}
		switch {
		case m.program != "":
			l.Program, l.Words = m.program, args[i+1:]
			return args[:i], nil
		case m.command == nil:
			if met, err = circle(met, word); err != nil {
				return nil, err
			}
			args = slices.Concat(args[:i], m.alias, args[i+1:])
			continue
		}
		child := m.command
		args = without(args, i)
		if wordsOf(child) == "line" && !l.Help {
			args = behind(child, args)
			continue
		}
		if l.Command = child; child.Leaf() {
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

// behind gives the line that follows a command which means no more than an option
// before that line.
func behind(command *kong.Node, args []string) []string {
	if nextWord(command.Parent, args) < 0 {
		args = append([]string{command.Tag.Get("usual")}, args...)
	}
	return append([]string{command.Tag.Get("option")}, args...)
}

// meaning is what a word stands for: a command, the words of an alias, or a program.
type meaning struct {
	command *kong.Node
	alias   []string
	program string
}

// meaning gives what a word stands for below a node.
func (r Reader) meaning(parent *kong.Node, word string, args []string) (meaning, error) {
	name := strings.ReplaceAll(word, "-", "_")
	candidates := beginning(parent, name)
	if len(candidates) > 0 && spelt(candidates[0]) == name {
		return meaning{command: candidates[0]}, nil
	}
	var names []string
	var trouble error
	var programs map[string]string
	if parent == r.Root {
		var text []string
		var found bool
		if text, found, names, trouble = r.alias(word, args); found {
			return meaning{alias: text}, trouble
		}
		if len(candidates) != 1 && r.Programs != nil {
			programs = r.Programs()
		}
	}
	switch {
	case len(candidates) == 1:
		return meaning{command: candidates[0]}, nil
	case programs[word] != "":
		return meaning{program: programs[word]}, nil
	case len(candidates) == 0:
		return meaning{}, unknownCommand(parent, word, slices.AppendSeq(names, maps.Keys(programs)), trouble)
	}
	return meaning{}, ambiguousCommand(parent, word, candidates)
}

// spelt is a command's name as it is compared: dashes and underscores are the same.
func spelt(c *kong.Node) string { return strings.ReplaceAll(c.Name, "-", "_") }

// beginning gives the commands below a node whose names begin so; the one of
// exactly that name alone.
func beginning(parent *kong.Node, name string) []*kong.Node {
	var found []*kong.Node
	for _, c := range parent.Children {
		if spelt(c) == name {
			return []*kong.Node{c}
		}
		if strings.HasPrefix(spelt(c), name) && !c.Hidden && wordsOf(c) != "rest" {
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

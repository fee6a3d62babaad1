package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// usageError is a command line that can't be.
type usageError struct {
	// command is the one whose usage may help; nil for none.
	command *kong.Node
	msg     string
	// hint says what to do about it, or is empty.
	hint string
}

func (e *usageError) Error() string { return e.msg }

func unknownCommand(parent *kong.Node, word string, aliases []string, trouble error) error {
	e := &usageError{command: parent, msg: fmt.Sprintf("unknown command %q", strings.TrimSpace(namePath(parent)+" "+word))}
	names := aliases
	for _, c := range parent.Children {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	e.hint = didYouMean(strings.ReplaceAll(word, "-", "_"), names)
	switch {
	case e.hint == "" && trouble != nil:
		e.hint = fmt.Sprintf("if it is an alias: %v", trouble)
	case e.hint == "":
		e.hint = strings.TrimSpace("kamal help "+namePath(parent)) + " lists the commands"
	}
	return e
}

func ambiguousCommand(parent *kong.Node, word string, candidates []*kong.Node) error {
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = c.Name
	}
	return &usageError{msg: fmt.Sprintf("%q may be any of %s", strings.TrimSpace(namePath(parent)+" "+word), strings.Join(names, ", "))}
}

func unknownOption(n *kong.Node, word string) error {
	written, _, _ := strings.Cut(word, "=")
	e := &usageError{command: n, msg: fmt.Sprintf("unknown option %q", written)}
	var names []string
	for _, group := range n.AllFlags(true) {
		for _, f := range group {
			names = append(names, "--"+f.Name)
		}
	}
	if strings.HasPrefix(written, "--") {
		e.hint = didYouMean(strings.ReplaceAll(written, "_", "-"), names)
	}
	return e
}

// withoutValue refuses an option before next, which is another option, or at the
// end of the line.
func withoutValue(n *kong.Node, o givenOption, next string) error {
	e := &usageError{command: n, msg: fmt.Sprintf("option %q has no value", o.written)}
	switch {
	case o.written == "-h":
		e.hint = "-h names hosts; for help write --help"
	case next != "":
		e.hint = fmt.Sprintf("if %s is its value: %s=%s", next, o.written, next)
	case o.written == "--version":
		e.hint = "--version is that of the app; kamal version shows that of kamal"
	}
	return e
}

// didYouMean gives a hint with the nearest of some names, or nothing when none
// is near.
func didYouMean(word string, names []string) string {
	name := nearest(word, names)
	if name == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", name)
}

func nearest(word string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	best := slices.MinFunc(names, func(a, b string) int { return cmp.Compare(distance(word, a), distance(word, b)) })
	if distance(word, best) > max(1, len(word)/3) {
		return ""
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour to get from a to b.
func distance(a, b string) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			differs := 1
			if a[i] == b[j] {
				differs = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+differs)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

// namePath writes the words that name a command, without kamal.
func namePath(n *kong.Node) string {
	var words []string
	for ; n != nil && n.Parent != nil; n = n.Parent {
		words = append([]string{n.Name}, words...)
	}
	return strings.Join(words, " ")
}

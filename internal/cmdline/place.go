package cmdline

import (
	"slices"

	"github.com/alecthomas/kong"
)

// Place is where the next word of an unfinished line stands.
type Place struct {
	Line
	// Awaits is the option whose value the next word is; empty for none.
	Awaits string
	// Word is what the next word is to the command; nil when it takes none, or
	// when it is not known yet.
	Word *kong.Positional
}

// Place finds out where the word behind these stands; ok is false when they make
// no sense. A program in place of a command takes what comes.
func (r Reader) Place(before []string) (p Place, ok bool) {
	p.Command = r.Root
	rest, err := r.findCommand(&p.Line, r.withoutLine(before))
	if err != nil {
		return p, false
	}
	if n := len(before); n > 0 && looksLikeOption(before[n-1]) && takesNext(p.Command, before[n-1]) {
		p.Awaits = before[n-1]
		return p, true
	}
	if p.Command.Leaf() {
		words := &wordReader{line: &p.Line, rest: rest}
		if err := words.read(); err == nil && len(p.Words) < len(p.Command.Positional) {
			p.Word = p.Command.Positional[len(p.Words)]
		}
	}
	return p, true
}

// withoutLine leaves out a command behind which a whole line follows.
func (r Reader) withoutLine(words []string) []string {
	i := nextWord(r.Root, words)
	if i < 0 || !slices.ContainsFunc(r.Root.Children, func(c *kong.Node) bool { return c.Name == words[i] && wordsOf(c) == "line" }) {
		return words
	}
	return slices.Delete(slices.Clone(words), i, i+1)
}

// Flag finds an option of a command by how it is written, or gives nil.
func Flag(n *kong.Node, written string) *kong.Flag {
	if o, ok := splitOption(n, written); ok {
		return o.flag
	}
	return nil
}

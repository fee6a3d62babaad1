package completion

import (
	"context"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
)

// Candidate is a word that may stand at the place in question.
type Candidate struct{ Word, About string }

// Completer finds out what may stand at the end of a line.
type Completer struct {
	Reader cmdline.Reader
	Known  Knowledge
}

// Candidates gives what may stand for the last word of a line, which may be empty.
func (c *Completer) Candidates(ctx context.Context, words []string) []Candidate {
	if len(words) == 0 {
		words = []string{""}
	}
	words, split := joinEquals(words)
	before, current := words[:len(words)-1], words[len(words)-1]
	place, ok := c.Reader.Place(before)
	if !ok || place.Program != "" {
		return nil
	}
	c.Known.Choose(c.Reader.Given("config-file", before), c.Reader.Given("destination", before))
	written, value, joined := strings.Cut(current, "=")
	switch {
	case joined && strings.HasPrefix(current, "-"):
		prefix := written + "="
		if split {
			prefix = ""
		}
		return c.values(ctx, place.Command, written, prefix, value)
	case place.Awaits != "":
		return c.values(ctx, place.Command, place.Awaits, "", current)
	case strings.HasPrefix(current, "-"):
		return matching(current, options(place.Command))
	case !place.Command.Leaf():
		return matching(current, c.commands(ctx, place))
	case place.Word == nil:
		return nil
	}
	return matching(current, c.words(ctx, place.Command, place.Word.Name))
}

// joinEquals puts --name, = and value together, which bash splits. It reports
// whether it did so to the last word.
func joinEquals(words []string) (joined []string, split bool) {
	for i := 0; i < len(words); i++ {
		last := len(joined) - 1
		if words[i] != "=" || last < 0 || !strings.HasPrefix(joined[last], "--") {
			joined, split = append(joined, words[i]), false
			continue
		}
		joined[last] += "="
		if split = true; i+1 < len(words) {
			i++
			joined[last] += words[i]
		}
	}
	return joined, split
}

// commands are those below the line's command, aliases and programs included at the top.
func (c *Completer) commands(ctx context.Context, place cmdline.Place) []Candidate {
	var list []Candidate
	for _, n := range place.Command.Children {
		if !n.Hidden {
			list = append(list, Candidate{n.Name, n.Help})
		}
	}
	if !place.Help {
		list = append(list, Candidate{"help", "Explain a command."})
	}
	if place.Command.Parent == nil {
		for _, a := range c.Known.Aliases(ctx) {
			list = append(list, Candidate{a.Name, a.Value})
		}
		for _, name := range c.Known.Programs() {
			list = append(list, Candidate{name, "Run kamal-" + name + "."})
		}
	}
	return list
}

// options are the long ones of a command.
func options(n *kong.Node) []Candidate {
	var list []Candidate
	for ; n != nil; n = n.Parent {
		for _, f := range n.Flags {
			if !f.Hidden {
				list = append(list, Candidate{"--" + f.Name, f.Help})
			}
		}
	}
	return append(list, Candidate{"--help", "Explain the command."})
}

// matching keeps the candidates that begin so.
func matching(beginning string, list []Candidate) []Candidate {
	var found []Candidate
	for _, c := range list {
		if strings.HasPrefix(c.Word, beginning) {
			found = append(found, c)
		}
	}
	return found
}

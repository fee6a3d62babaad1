package cli

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCmd struct {
	Shell string `arg:"" name:"shell" help:"bash, zsh or fish."`
}

//go:embed completions
var completions embed.FS

// shells are those that there are scripts for.
var shells = []string{"bash", "zsh", "fish"}

// Run prints the script.
func (c *completionCmd) Run(p *project, s screen) error {
	text, err := completions.ReadFile("completions/kamal." + c.Shell)
	if err != nil {
		return &usageError{command: p.command, msg: fmt.Sprintf("there is no completion for %q, but for %s", c.Shell, strings.Join(shells, ", "))}
	}
	s.answer(answer{of: "completion", text: strings.TrimRight(string(text), "\n")})
	return nil
}

// completeCmd is what the scripts call. Its words are those of the line so far;
// the last one, which may be empty, is to be completed.
type completeCmd struct {
	Words []string `arg:"" name:"words" optional:"" help:"The line so far."`
}

// candidate is a word that may stand at the place in question.
type candidate struct{ word, about string }

// completer finds out what may stand at the end of a line.
type completer struct {
	reader lineReader
	known  knowledge
}

// answerTo gives the candidates for the last word of a line.
func (c *completer) answerTo(ctx context.Context, words []string) []candidate {
	if len(words) == 0 {
		words = []string{""}
	}
	words, split := joinEquals(words)
	before, current := words[:len(words)-1], words[len(words)-1]
	l := line{command: c.reader.root}
	rest, err := c.reader.findCommand(&l, withoutPlan(c.reader.root, before))
	if err != nil {
		return nil
	}
	c.known.choose(c.reader.given("config-file", before), c.reader.given("destination", before))
	written, value, joined := strings.Cut(current, "=")
	switch {
	case joined && strings.HasPrefix(current, "-"):
		prefix := written + "="
		if split {
			prefix = ""
		}
		return c.values(ctx, l.command, written, prefix, value)
	case len(before) > 0 && looksLikeOption(before[len(before)-1]) && takesNext(l.command, before[len(before)-1]):
		return c.values(ctx, l.command, before[len(before)-1], "", current)
	case strings.HasPrefix(current, "-"):
		return matching(current, options(l.command))
	case !l.command.Leaf():
		return matching(current, c.commands(ctx, l))
	}
	return c.words(ctx, l.command, rest, current)
}

// withoutPlan leaves plan out, behind which a whole line follows.
func withoutPlan(root *kong.Node, words []string) []string {
	if i := nextWord(root, words); i >= 0 && words[i] == planName {
		return slices.Delete(slices.Clone(words), i, i+1)
	}
	return words
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

// commands are those below the line's command, aliases included at the top.
func (c *completer) commands(ctx context.Context, l line) []candidate {
	var list []candidate
	for _, n := range l.command.Children {
		if !n.Hidden {
			list = append(list, candidate{n.Name, n.Help})
		}
	}
	if !l.help {
		list = append(list, candidate{"help", "Explain a command."})
	}
	if l.command.Parent == nil {
		for _, a := range c.known.aliases(ctx) {
			list = append(list, candidate{a.Name, a.Value})
		}
	}
	return list
}

// options are the long ones of a command.
func options(n *kong.Node) []candidate {
	var list []candidate
	for ; n != nil; n = n.Parent {
		for _, f := range n.Flags {
			if !f.Hidden {
				list = append(list, candidate{"--" + f.Name, f.Help})
			}
		}
	}
	return append(list, candidate{"--help", "Explain the command."})
}

// matching keeps the candidates that begin so.
func matching(beginning string, list []candidate) []candidate {
	var found []candidate
	for _, c := range list {
		if strings.HasPrefix(c.word, beginning) {
			found = append(found, c)
		}
	}
	return found
}

package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
)

// Run prints the candidates, one a line, each with what it is about behind a
// tab.
func (c *completeCmd) Run(ctx context.Context, p *project, s screen) error {
	known := &projectKnowledge{project: p}
	aliases := func(file, destination string, _ bool) (config.Pairs, error) {
		return p.aliases(ctx)(file, destination, false)
	}
	finder := &completer{reader: lineReader{root: p.root, aliases: aliases}, known: known}
	words := c.Words
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	for _, found := range finder.answerTo(ctx, words) {
		text := found.word
		if found.about != "" {
			text += "\t" + found.about
		}
		s.answer(answer{of: "__complete", text: text})
	}
	return nil
}

// knowledge is what the project knows of its own names.
type knowledge interface {
	// choose says which configuration the line asks for.
	choose(file, destination string)
	aliases(context.Context) config.Pairs
	hosts(context.Context) []string
	roles(context.Context) []string
	accessories(context.Context) []string
	destinations() []string
	// versions are those of which the hosts have containers, or else commits.
	versions(ctx context.Context, deployed bool) []candidate
	files(beginning string) []string
}

// values gives what an option may be set to.
func (c *completer) values(ctx context.Context, n *kong.Node, option, prefix, beginning string) []candidate {
	o, ok := splitOption(n, option)
	if !ok {
		return nil
	}
	switch o.flag.Name {
	case "hosts":
		return listed(c.known.hosts(ctx), prefix, beginning)
	case "roles":
		return listed(c.known.roles(ctx), prefix, beginning)
	}
	return prefixed(prefix, matching(beginning, c.valuesOf(ctx, o.flag.Name, beginning)))
}

func (c *completer) valuesOf(ctx context.Context, option, beginning string) []candidate {
	switch option {
	case "destination":
		return plain(c.known.destinations())
	case "version":
		return c.known.versions(ctx, false)
	case "config-file":
		return plain(c.known.files(beginning))
	case "adapter":
		return plain(secrets.Adapters())
	case "output":
		return plain([]string{jsonOutput})
	}
	return nil
}

// words gives what the next word of a command may be.
func (c *completer) words(ctx context.Context, n *kong.Node, rest []string, beginning string) []candidate {
	l := &line{command: n}
	w := &wordReader{line: l, rest: rest}
	if err := w.read(); err != nil || len(l.words) >= len(n.Positional) {
		return nil
	}
	return matching(beginning, c.wordsOf(ctx, n, n.Positional[len(l.words)].Name))
}

func (c *completer) wordsOf(ctx context.Context, n *kong.Node, word string) []candidate {
	switch {
	case word == "section":
		return plain(config.Sections())
	case word == "shell":
		return plain(shells)
	case word == "version":
		return c.known.versions(ctx, true)
	case word == "name" && strings.HasPrefix(namePath(n), "accessory"):
		return plain(append(c.known.accessories(ctx), "all"))
	}
	return nil
}

// listed completes the last item of a comma list.
func listed(names []string, prefix, beginning string) []candidate {
	i := strings.LastIndexByte(beginning, ',') + 1
	given := strings.Split(beginning[:i], ",")
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(given, name) })
	return prefixed(prefix+beginning[:i], matching(beginning[i:], plain(names)))
}

func prefixed(prefix string, list []candidate) []candidate {
	for i := range list {
		list[i].word = prefix + list[i].word
	}
	return list
}

func plain(names []string) []candidate {
	list := make([]candidate, len(names))
	for i, name := range names {
		list[i] = candidate{word: name}
	}
	return list
}

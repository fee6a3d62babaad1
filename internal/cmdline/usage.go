package cmdline

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Usage is how a command is called, in one line.
func Usage(n *kong.Node) string {
	line := strings.TrimSpace("Usage: kamal " + Path(n))
	if !n.Leaf() {
		return line + " COMMAND [OPTIONS]"
	}
	for _, p := range n.Positional {
		line += " " + wordSummary(p)
	}
	for _, f := range n.Flags {
		if f.Required {
			line += fmt.Sprintf(" --%s %s", f.Name, f.PlaceHolder)
		}
	}
	return line + " [OPTIONS]"
}

func wordSummary(p *kong.Positional) string {
	name := strings.ToUpper(p.Name)
	if p.IsCumulative() {
		name += "..."
	}
	if !p.Required {
		name = "[" + name + "]"
	}
	return name
}

// Path writes the words that name a command, without kamal.
func Path(n *kong.Node) string {
	var words []string
	for ; n != nil && n.Parent != nil; n = n.Parent {
		words = append([]string{n.Name}, words...)
	}
	return strings.Join(words, " ")
}

package cli

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
)

// printHelp explains a command: its usage, the commands below it, its options. At
// the top there are programs too.
func printHelp(w io.Writer, n *kong.Node, programs func() map[string]string) {
	fmt.Fprintln(w, cmdline.Usage(n))
	if n.Help != "" {
		fmt.Fprintf(w, "\n%s\n", wrappedLines(n.Help))
	}
	if n.Detail != "" {
		fmt.Fprintf(w, "\n%s\n", wrappedLines(n.Detail))
	}
	for _, t := range helpTables(n) {
		t.print(w)
	}
	if n.Parent == nil {
		printPrograms(w, programs())
	}
	switch {
	case n.Parent == nil:
		fmt.Fprintf(w, "\nMore about a command: kamal help COMMAND. About the configuration: kamal docs.\nWhat the exit status says: kamal help exit-codes.\n")
	case !n.Leaf():
		fmt.Fprintf(w, "\nMore about a command: kamal %s help COMMAND.\n", cmdline.Path(n))
	default:
		fmt.Fprintf(w, "\nOptions of every command: kamal help.\n")
	}
}

func flagSummary(f *kong.Flag) string {
	name := "--" + f.Name
	if f.Short != 0 {
		name = fmt.Sprintf("-%c, %s", f.Short, name)
	}
	if !f.IsBool() {
		name += " " + f.PlaceHolder
	}
	return name
}

// helpTable is a titled list of names with what they are.
type helpTable struct {
	title string
	rows  [][2]string
}

func (t helpTable) print(w io.Writer) {
	width := 0
	for _, r := range t.rows {
		width = max(width, len(r[0]))
	}
	fmt.Fprintf(w, "\n%s\n", t.title)
	for _, r := range t.rows {
		name := r[0]
		for _, line := range wrapped(r[1], helpWidth-width-len("    ")) {
			fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  %-*s  %s", width, name, line), " "))
			name = ""
		}
	}
}

func helpTables(n *kong.Node) []helpTable {
	tables := commandTables(n)
	var words helpTable
	words.title = "Words"
	for _, p := range n.Positional {
		words.rows = append(words.rows, [2]string{strings.ToUpper(p.Name), p.Help})
	}
	options := helpTable{title: "Options"}
	if n.Parent == nil {
		options.title = "Options of every command"
	}
	for _, f := range n.Flags {
		if !f.Hidden {
			options.rows = append(options.rows, [2]string{flagColumn(f), f.Help})
		}
	}
	for _, t := range []helpTable{words, options} {
		if len(t.rows) > 0 {
			tables = append(tables, t)
		}
	}
	return tables
}

// printPrograms lists the commands that programs stand for, if there are any.
func printPrograms(w io.Writer, programs map[string]string) {
	t := helpTable{title: "Programs on the PATH"}
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		t.rows = append(t.rows, [2]string{name, programs[name]})
	}
	if len(t.rows) > 0 {
		t.print(w)
	}
}

func flagColumn(f *kong.Flag) string {
	if f.Short == 0 {
		return "    " + flagSummary(f)
	}
	return flagSummary(f)
}

// commandTables lists the commands below a node, by group.
func commandTables(n *kong.Node) []helpTable {
	var tables []helpTable
	for _, c := range n.Children {
		if c.Hidden {
			continue
		}
		title := "Commands"
		if c.Group != nil {
			title = c.Group.Title
		}
		if len(tables) == 0 || tables[len(tables)-1].title != title {
			tables = append(tables, helpTable{title: title})
		}
		t := &tables[len(tables)-1]
		t.rows = append(t.rows, [2]string{c.Name, c.Help})
	}
	return tables
}

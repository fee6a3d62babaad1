package dotenv

import (
	"fmt"
	"slices"
	"strings"
)

// Value is what became of a name. It is empty on purpose when it is empty and has no gaps.
type Value struct {
	Text string
	// Gaps are what the text lacks, here or in a line that it refers to.
	Gaps []Gap
}

// Gap is a place in a line where something was to stand, and nothing did.
type Gap struct {
	File string
	Line int
	// Name is the name that the line defines.
	Name string
	// Variable is the variable that is not set, or with Set is empty; or "".
	Variable string
	Set      bool
	// InCommand says that a command refers to the variable.
	InCommand bool
	// Command is the command that printed nothing, or with Null the word null, as written; or "".
	Command string
	Null    bool
}

// String says what is missing, without the place. It never shows a value.
func (g Gap) String() string {
	switch {
	case g.Null:
		return fmt.Sprintf("%q printed null, as for a key that is not there", g.Command)
	case g.Command != "":
		return fmt.Sprintf("%q printed nothing", g.Command)
	case g.Variable == "":
		return "it is a bare name"
	case g.Set:
		return "$" + g.Variable + " is empty"
	}
	return "$" + g.Variable + " is not set"
}

// unset reports whether the value counts as not set, for forms that tell this from empty.
func (v Value) unset() bool {
	return v.Text == "" && slices.ContainsFunc(v.Gaps, func(g Gap) bool { return !g.Set })
}

// variable gives the value that a name has for this entry: of the nearest line above, or from outside.
func (e *entry) variable(c *evaluation, name string) (v Value, here bool, err error) {
	above := e.file.last[name]
	for above != nil && above.index >= e.index {
		above = above.earlier
	}
	if above != nil {
		v, err := above.evaluate(c)
		return v, true, err
	}
	ok := false
	if e.file.options.Lookup != nil {
		if v, ok, err = e.file.options.Lookup(c.ctx, name); err != nil {
			return Value{}, false, e.fail("", err)
		}
	}
	if !ok {
		v = Value{Gaps: []Gap{{Variable: name}}}
	}
	return Value{v.Text, e.placed(v.Gaps)}, false, nil
}

// placed gives gaps that have no place yet that of this entry.
func (e *entry) placed(gaps []Gap) []Gap {
	gaps = slices.Clone(gaps)
	for i := range gaps {
		if gaps[i].Line == 0 {
			gaps[i].File, gaps[i].Line, gaps[i].Name = e.file.name, e.line, e.name
		}
	}
	return gaps
}

// ofVariable marks the gaps of a variable that a command refers to.
func (x *expansion) ofVariable(gaps []Gap) []Gap {
	gaps = slices.Clone(gaps)
	for i := range gaps {
		gaps[i].InCommand = gaps[i].InCommand || x.command && gaps[i].Variable != "" && gaps[i].Name == x.entry.name
	}
	return gaps
}

// lack notes gaps, each once.
func (x *expansion) lack(gaps ...Gap) {
	for _, g := range gaps {
		if !slices.Contains(x.gaps, g) {
			x.gaps = append(x.gaps, g)
		}
	}
}

// quoting follows the quotes of a shell through a text.
type quoting struct {
	at   int
	open []byte // the quotes and parentheses that are open
}

// single reports whether the end of the text is inside of single quotes, where a shell replaces nothing. It
// goes on where it stopped last.
func (q *quoting) single(text string) bool {
	for ; q.at < len(text); q.at++ {
		c, in := text[q.at], byte(0)
		if len(q.open) > 0 {
			in = q.open[len(q.open)-1]
		}
		switch {
		case in == '\'' && c != '\'':
		case c == '\\':
			q.at++
		case c == in && in != '(' || c == ')' && in == '(':
			q.open = q.open[:len(q.open)-1]
		case in == '"' && c == '(' && strings.HasSuffix(text[:q.at], "$"), in != '"' && strings.IndexByte(`'"(`, c) >= 0:
			q.open = append(q.open, c)
		}
	}
	return len(q.open) > 0 && q.open[len(q.open)-1] == '\''
}

package yaml11

import (
	"regexp"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// written converts a plain or quoted scalar. The lexer drops tabs of plain ones, so those are taken
// from its record of the source.
func (r *reader) written(from ast.ScalarNode, at place) (*Node, error) {
	tk := from.GetToken()
	n := &Node{Pos: r.at(tk)}
	if !quoted(tk) && tk.Type != token.ImplicitNullType {
		n.Pos = r.startOf(tk)
	}
	flow := r.flowAt(n.Pos)
	switch {
	case tk.Type == token.ImplicitNullType:
		n.Pos = at.pos
		return r.scalar(n, at)
	case quoted(tk):
		n.Raw, n.Quoted = tk.Value, true
	default:
		n.Raw = foldPlain(tk.Origin)
		if squeeze(n.Raw) != squeeze(tk.Value) {
			return nil, r.fail(n.Pos, "this value can't be read reliably, put it into quotes")
		}
	}
	if n.Pos.Line > at.pos.Line && n.Pos.Column < at.blockColumn() {
		return nil, r.fail(n.Pos, "this value is not indented far enough")
	}
	if flow != nil {
		if !n.Quoted && n.Raw != replacement {
			return nil, r.fail(n.Pos, unreliable)
		}
		return r.flow(flow, at)
	}
	return r.scalar(n, at)
}

// foldPlain joins the lines of a plain scalar: a line break is a blank, an empty line a line break.
func foldPlain(origin string) string {
	var text strings.Builder
	breaks := 0
	for line := range strings.SplitSeq(strings.Trim(origin, " \t\n"), "\n") {
		line = strings.Trim(line, " \t")
		if line == "" {
			breaks++
			continue
		}
		switch {
		case breaks > 0:
			text.WriteString(strings.Repeat("\n", breaks))
		case text.Len() > 0:
			text.WriteByte(' ')
		}
		text.WriteString(line)
		breaks = 0
	}
	return text.String()
}

func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\n' {
			return -1
		}
		return r
	}, text)
}

var (
	datePattern = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}$`)
	timePattern = regexp.MustCompile(`^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$`)
	clockLimits = regexp.MustCompile(`^-?\d{4}-(?:0?[1-9]|1[012])-(?:0?[1-9]|[12]\d|3[01])(?:[Tt]|\s+)(?:[01]?\d|2[0-4]):[0-5]\d:(?:[0-5]\d|60)`)
)

// resolve finds kind, text and value of a plain scalar from what was written.
func resolve(n *Node) {
	n.Kind, n.Text = String, n.Raw
	if resolveWord(n) || strings.Contains(n.Raw, "\n") {
		return
	}
	switch {
	case resolveDate(n):
	case len(n.Raw) > 1 && n.Raw[0] == ':':
		n.Kind, n.Text = Symbol, symbolName(n.Raw[1:])
	default:
		resolveNumber(n)
	}
}

func resolveWord(n *Node) bool {
	switch strings.ToLower(n.Raw) {
	case "", "~", "null":
		n.Kind, n.Text = Null, ""
	case "true", "yes", "on":
		n.Kind, n.Bool, n.Text = Bool, true, "true"
	case "false", "no", "off":
		n.Kind, n.Text = Bool, "false"
	default:
		return false
	}
	return true
}

func resolveDate(n *Node) bool {
	if timePattern.MatchString(n.Raw) && clockLimits.MatchString(n.Raw) {
		n.Kind = Date
		return true
	}
	if !datePattern.MatchString(n.Raw) {
		return false
	}
	day, err := time.Parse("2006-1-2", n.Raw)
	if err != nil {
		return false
	}
	n.Kind, n.Text = Date, day.Format(time.DateOnly)
	return true
}

// symbolName takes the quotes off :"a b" and :'a b'.
func symbolName(name string) string {
	if quote := name[0]; quote == '"' || quote == '\'' {
		if end := strings.LastIndexByte(name, quote); end > 0 {
			return name[1:end] + name[end+1:]
		}
	}
	return name
}

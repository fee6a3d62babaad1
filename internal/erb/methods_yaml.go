package erb

import (
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func yamlMethods() methods {
	file := method{1, 1, func(c *call) value { return c.yaml(c.pathOf(0), c.readFile(c.pathOf(0))) }, true}
	load := method{1, 1, func(c *call) value { return c.yaml("YAML", c.argText(0)) }, true}
	return methods{
		"load_file": file, "safe_load_file": file, "unsafe_load_file": file,
		"load": load, "safe_load": load, "unsafe_load": load,
	}
}

func (c *call) yaml(name, source string) value {
	doc, err := yaml11.Parse(name, []byte(source))
	if err != nil {
		c.raiseErr("Psych::SyntaxError", err)
	}
	if doc.Root == nil {
		return false
	}
	y := &yamlReader{c, strings.Split(source, "\n"), truthy(c.option("symbolize_names"))}
	return y.value(doc.Root)
}

// A yamlReader makes values of a YAML document.
type yamlReader struct {
	*call
	lines   []string
	symbols bool
}

func (c *yamlReader) value(n *yaml11.Node) value {
	c.enter()
	defer c.leave()
	switch n.Kind {
	case yaml11.Null:
		return nil
	case yaml11.Bool:
		return n.Bool
	case yaml11.Int:
		return int(n.Int)
	case yaml11.Float:
		return n.Float
	case yaml11.Symbol:
		return symbol(n.Text)
	case yaml11.Date:
		return c.yamlDate(n)
	case yaml11.List:
		l := &list{}
		for _, item := range n.List {
			l.items = append(l.items, c.value(item))
		}
		return l
	case yaml11.Map:
		h := newHash()
		for _, pair := range n.Map {
			c.put(h, c.key(pair), c.value(pair.Value))
		}
		return h
	}
	return c.text(n.Text)
}

// key is the key of a pair with its type, which is seen from how it is written only.
func (c *yamlReader) key(pair yaml11.Pair) value {
	switch written := c.written(pair.KeyPos); {
	case c.symbols || strings.HasPrefix(written, ":"):
		return symbol(pair.Key)
	case strings.HasPrefix(written, `"`), strings.HasPrefix(written, "'"):
		return c.text(pair.Key)
	}
	doc, err := yaml11.Parse("", []byte(pair.Key))
	if err != nil || !doc.Root.Scalar() || doc.Root.Kind == yaml11.Date {
		return c.text(pair.Key)
	}
	return c.value(doc.Root)
}

// written is the text from a position to the end of its line.
func (c *yamlReader) written(pos yaml11.Position) string {
	if pos.Line < 1 || pos.Line > len(c.lines) || pos.Column < 1 || pos.Column > len(c.lines[pos.Line-1]) {
		return ""
	}
	return c.lines[pos.Line-1][pos.Column-1:]
}

// yamlDate is a point in time; a date, for which there is no class here, stays unsupported.
func (c *call) yamlDate(n *yaml11.Node) value {
	if t, err := time.Parse(time.RFC3339, n.Text); err == nil {
		return moment{t}
	}
	c.unsupported("the date "+n.Text+" in a YAML file is not supported", "write it between quotes there")
	return nil
}

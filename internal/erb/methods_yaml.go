package erb

import (
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func yamlLoadFile(c *call) value {
	if c.named != nil && (len(c.named.keys) != 1 || c.named.keys[0] != symbol("aliases")) {
		c.unsupported("these named arguments of YAML.load_file are not supported", "use only aliases: true")
	}
	name := c.argText(0)
	source := c.readFile(name)
	doc, err := yaml11.Parse(name, []byte(source))
	if err != nil {
		c.raiseErr("Psych::SyntaxError", err)
	}
	if doc.Root == nil {
		return false
	}
	return (&yamlReader{c, strings.Split(source, "\n")}).value(doc.Root)
}

// A yamlReader makes values of a YAML document.
type yamlReader struct {
	*call
	lines []string
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
		c.unsupported("the date "+n.Text+" in a YAML file is not supported", "write it between quotes there")
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
	case strings.HasPrefix(written, ":"):
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

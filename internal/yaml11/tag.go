package yaml11

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

func (r *reader) tagged(from *ast.TagNode, at place) (*Node, error) {
	at.tag = shortTag(from.Start.Value)
	if at.tag == "" || from.Directive != nil {
		return nil, r.fail(r.at(from.Start), fmt.Sprintf("the tag %s is not supported", from.Start.Value))
	}
	if from.Value == nil {
		at.pos = r.at(from.Start)
	}
	return r.node(from.Value, at)
}

// shortTag gives the one name that a tag has here, or "" for a tag that is not known.
func shortTag(written string) string {
	if inner, ok := strings.CutPrefix(written, "!<"); ok {
		written = strings.TrimSuffix(inner, ">")
	}
	if name, ok := strings.CutPrefix(written, "tag:yaml.org,2002:"); ok {
		written = "!!" + name
	}
	switch written {
	case "!!str", "!str", "!ruby/string":
		return "str"
	case "!!binary", "!binary":
		return "binary"
	case "!!float", "!float":
		return "float"
	case "!ruby/symbol", "!ruby/sym":
		return "symbol"
	case "!!int", "!!bool", "!!null", "!!timestamp":
		return "plain"
	case "!!map", "!!seq":
		return strings.TrimPrefix(written, "!!")
	}
	return ""
}

func (r *reader) checkCollectionTag(n *Node, tag, allowed string) error {
	if tag == "" || tag == allowed {
		return nil
	}
	return r.fail(n.Pos, fmt.Sprintf("the tag before this %s does not fit", n.Kind))
}

// scalar finds the kind of a scalar whose content is known, and counts it.
func (r *reader) scalar(n *Node, at place) (*Node, error) {
	if err := r.interpret(n, at.tag); err != nil {
		return nil, err
	}
	return n, r.count(n)
}

func (r *reader) interpret(n *Node, tag string) error {
	switch tag {
	case "", "plain":
		if n.Quoted && tag == "" {
			n.Kind, n.Text = String, n.Raw
			return nil
		}
		resolve(n)
		r.doubt(n)
	case "str":
		n.Kind, n.Text, n.Quoted = String, n.Raw, true
	case "symbol":
		n.Kind, n.Text, n.Quoted = Symbol, n.Raw, true
	case "binary":
		bytes, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Raw), ""))
		if err != nil {
			return r.fail(n.Pos, "this is not base64")
		}
		n.Kind, n.Text, n.Quoted = String, string(bytes), true
	case "float":
		resolve(n)
		if n.Kind != Int && n.Kind != Float {
			return r.fail(n.Pos, fmt.Sprintf("%q is not a number", n.Raw))
		}
		n.Kind, n.Int, n.Text = Float, 0, formatFloat(n.Float)
	default:
		return r.fail(n.Pos, "the tag before this value does not fit")
	}
	return nil
}

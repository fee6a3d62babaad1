package yaml11

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

const (
	tooDeep = "nested too deeply"
	tooMany = "too many values"
)

// place says where a value stands.
type place struct {
	pos    Position // where a value that is left out stands
	column int      // the least column of a block list
	below  bool     // it belongs to a key in that column
	tag    string   // its tag
}

// blockColumn is the least column of a block that is no list. A list may stand below its key.
func (p place) blockColumn() int {
	if p.below {
		return p.column + 1
	}
	return p.column
}

// node converts one node of the syntax tree and all below it.
func (r *reader) node(from ast.Node, at place) (*Node, error) {
	if r.depth >= MaxDepth {
		return nil, r.fail(at.pos, tooDeep)
	}
	r.depth++
	defer func() { r.depth-- }()
	n, err := r.convert(from, at)
	if err != nil {
		return nil, err
	}
	return n, nil
}

func (r *reader) convert(from ast.Node, at place) (*Node, error) {
	switch from := from.(type) {
	case nil:
		return r.scalar(&Node{Pos: at.pos}, at)
	case *ast.MappingNode:
		return r.mapping(from.Values, at)
	case *ast.MappingValueNode:
		return r.mapping([]*ast.MappingValueNode{from}, at)
	case *ast.SequenceNode:
		return r.sequence(from, at)
	case *ast.AnchorNode:
		return r.anchored(from, at)
	case *ast.AliasNode:
		return r.alias(from.Value.GetToken().Value, r.at(from.Start), at)
	case *ast.TagNode:
		return r.tagged(from, at)
	case *ast.LiteralNode:
		n := &Node{Kind: String, Text: from.Value.Value, Raw: from.Value.Value, Quoted: true, Pos: r.at(from.Start)}
		return r.scalar(n, at)
	case ast.ScalarNode:
		return r.written(from, at)
	}
	return nil, r.fail(r.at(from.GetToken()), fmt.Sprintf("unexpected %s", strings.ToLower(from.Type().String())))
}

// count books a new node, with the size and height of what is below it.
func (r *reader) count(n *Node, below ...*Node) error {
	n.size = 1
	for _, child := range below {
		n.size += child.size
		n.height = max(n.height, child.height+1)
	}
	return r.spend(1, n.Pos)
}

func (r *reader) spend(nodes int, pos Position) error {
	r.nodes += nodes
	if r.nodes > MaxNodes {
		return r.fail(pos, tooMany)
	}
	return nil
}

func (r *reader) sequence(from *ast.SequenceNode, at place) (*Node, error) {
	n := &Node{Kind: List, Pos: r.at(from.Start)}
	if err := r.checkCollectionTag(n, at.tag, "seq"); err != nil {
		return nil, err
	}
	if n.Pos.Column < at.column {
		return nil, r.fail(n.Pos, "this list is not indented far enough")
	}
	inside := place{pos: n.Pos, column: n.Pos.Column + 1}
	for i, value := range from.Values {
		if i < len(from.Entries) && from.Entries[i].Start != nil {
			inside.pos = r.at(from.Entries[i].Start)
			if inside.pos.Column != n.Pos.Column {
				return nil, r.fail(inside.pos, "this entry is not indented as those above it")
			}
		}
		entry, err := r.node(value, inside)
		if err != nil {
			return nil, err
		}
		n.List = append(n.List, entry)
	}
	return n, r.count(n, n.List...)
}

func (r *reader) anchored(from *ast.AnchorNode, at place) (*Node, error) {
	name := from.Name.GetToken().Value
	r.anchors[name] = nil
	n, err := r.node(from.Value, at)
	r.anchor(name, n)
	return n, err
}

// anchor remembers a value, unless one below it has taken its name.
func (r *reader) anchor(name string, n *Node) {
	if r.anchors[name] == nil {
		r.anchors[name] = n
	}
}

// alias gives what was anchored. Only the top node is a copy, to have a position of its own.
func (r *reader) alias(name string, pos Position, at place) (*Node, error) {
	target, known := r.anchors[name]
	switch {
	case !known:
		return nil, r.fail(pos, fmt.Sprintf("no anchor &%s above this alias", name))
	case target == nil:
		return nil, r.fail(pos, fmt.Sprintf("the alias *%s stands inside of what it refers to", name))
	case at.tag != "":
		return nil, r.fail(pos, "an alias can't have a tag")
	case r.depth+target.height > MaxDepth:
		return nil, r.fail(pos, tooDeep)
	}
	n := *target
	n.Pos = pos
	return &n, r.spend(target.size, pos)
}

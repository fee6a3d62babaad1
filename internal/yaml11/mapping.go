package yaml11

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
)

const mergeKey = "<<"

// pairs collects the pairs of one map. A key that comes again keeps its place and gets the new value.
type pairs struct {
	list  []Pair
	index map[string]int
	own   map[string]Position
}

func (p *pairs) set(pair Pair) {
	if i, ok := p.index[pair.Key]; ok {
		p.list[i] = pair
		return
	}
	p.index[pair.Key] = len(p.list)
	p.list = append(p.list, pair)
}

func (r *reader) mapping(from ast.Node, values []*ast.MappingValueNode, at place) (*Node, error) {
	node, braces := from.(*ast.MappingNode)
	inside := place{flow: at.flow || braces && node.IsFlowStyle}
	n := &Node{Kind: Map, Pos: at.pos}
	if inside.flow && braces {
		n.Pos = r.at(node.Start)
	} else if len(values) > 0 {
		n.Pos = r.at(values[0].Key.GetToken())
	}
	if err := r.checkCollectionTag(n, at.tag, "map"); err != nil {
		return nil, err
	}
	if !inside.flow && n.Pos.Column < at.blockColumn() {
		return nil, r.fail(n.Pos, "this map is not indented far enough")
	}
	p := &pairs{index: map[string]int{}, own: map[string]Position{}}
	for _, value := range values {
		inside.pos = r.at(value.Key.GetToken())
		inside.column = inside.pos.Column
		if !inside.flow && inside.pos.Column != n.Pos.Column {
			return nil, r.fail(inside.pos, "this key is not indented as those above it")
		}
		if err := r.pair(p, value, inside); err != nil {
			return nil, err
		}
	}
	n.Map = p.list
	below := make([]*Node, len(n.Map))
	for i := range n.Map {
		below[i] = n.Map[i].Value
	}
	return n, r.count(n, below...)
}

func (r *reader) pair(p *pairs, from *ast.MappingValueNode, at place) error {
	key, err := r.key(from.Key, at)
	if err != nil {
		return err
	}
	at.below = true
	value, err := r.node(from.Value, at)
	if err != nil {
		return err
	}
	if _, tagged := from.Key.(*ast.TagNode); !tagged && key.Text == mergeKey && key.Kind == String {
		return r.merge(p, from.Value, value, at.pos)
	}
	if first, doubled := p.own[key.Text]; doubled {
		r.warn(at.pos, "the key %q is already in line %d, this one counts", key.Text, first.Line)
	}
	p.own[key.Text] = at.pos
	p.set(Pair{Key: key.Text, KeyPos: at.pos, Value: value})
	return nil
}

// key converts a key, which must be a scalar.
func (r *reader) key(from ast.MapKeyNode, at place) (*Node, error) {
	var node ast.Node = from
	if explicit, ok := from.(*ast.MappingKeyNode); ok {
		node = explicit.Value
	}
	n, err := r.node(node, at)
	if err != nil {
		return nil, err
	}
	if !n.Scalar() {
		return nil, r.fail(n.Pos, fmt.Sprintf("a key must be text, this is a %s", n.Kind))
	}
	return n, nil
}

// merge puts the pairs of a merge key's value over those that were written before it. Of a list, the
// first map that has a key wins; as in Ruby, the keys of the last one come first.
func (r *reader) merge(p *pairs, from ast.Node, value *Node, pos Position) error {
	maps := []*Node{value}
	if _, written := from.(*ast.SequenceNode); written && value.Kind == List {
		maps = value.List
	}
	merged := &pairs{index: map[string]int{}}
	for i := range maps {
		one := maps[len(maps)-1-i]
		if one.Kind != Map {
			return r.fail(pos, fmt.Sprintf("a merge key needs a map, or a list of maps, not a %s", one.Kind))
		}
		for _, pair := range one.Map {
			merged.set(pair)
		}
	}
	for _, pair := range merged.list {
		if err := r.spend(pair.Value.size, pos); err != nil {
			return err
		}
		p.set(pair)
	}
	return nil
}

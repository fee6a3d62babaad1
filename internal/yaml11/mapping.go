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

func newPairs() *pairs { return &pairs{index: map[string]int{}, own: map[string]Position{}} }

func (p *pairs) set(pair Pair) {
	if i, ok := p.index[pair.Key]; ok {
		p.list[i] = pair
		return
	}
	p.index[pair.Key] = len(p.list)
	p.list = append(p.list, pair)
}

func (r *reader) mapping(values []*ast.MappingValueNode, at place) (*Node, error) {
	n := &Node{Kind: Map, Pos: at.pos}
	if len(values) > 0 {
		n.Pos = r.at(values[0].Key.GetToken())
	}
	if err := r.checkCollectionTag(n, at.tag, "map"); err != nil {
		return nil, err
	}
	if n.Pos.Column < at.blockColumn() {
		return nil, r.fail(n.Pos, "this map is not indented far enough")
	}
	p := newPairs()
	for _, value := range values {
		inside := place{pos: r.at(value.Key.GetToken())}
		inside.column = inside.pos.Column
		if inside.pos.Column != n.Pos.Column {
			return nil, r.fail(inside.pos, "this key is not indented as those above it")
		}
		if err := r.pair(p, value, inside); err != nil {
			return nil, err
		}
	}
	return r.table(n, p)
}

// table completes a map with its pairs.
func (r *reader) table(n *Node, p *pairs) (*Node, error) {
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
	_, tagged := from.Key.(*ast.TagNode)
	return r.add(p, addition{key, tagged, at.pos, value, r.isList(from.Value)})
}

// isList reports whether a list is written here, and not referred to.
func (r *reader) isList(from ast.Node) bool {
	if scalar, ok := from.(ast.ScalarNode); ok {
		f := r.flowAt(r.at(scalar.GetToken()))
		return f != nil && f.list
	}
	_, written := from.(*ast.SequenceNode)
	return written
}

// addition is a key and its value that go into a map.
type addition struct {
	key    *Node
	tagged bool
	pos    Position
	value  *Node
	list   bool // the value is written as a list
}

func (r *reader) add(p *pairs, a addition) error {
	if !a.tagged && a.key.Text == mergeKey && a.key.Kind == String {
		return r.merge(p, a)
	}
	if first, doubled := p.own[a.key.Text]; doubled {
		r.warn(a.pos, "the key %q is already in line %d, this one counts", a.key.Text, first.Line)
	}
	p.own[a.key.Text] = a.pos
	p.set(Pair{Key: a.key.Text, KeyPos: a.pos, Value: a.value})
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
		return nil, r.noKey(n)
	}
	return n, nil
}

func (r *reader) noKey(n *Node) error {
	return r.fail(n.Pos, fmt.Sprintf("a key must be text, this is a %s", n.Kind))
}

// merge puts the pairs of a merge key's value over those that were written before it. Of a list, the
// first map that has a key wins; as in Ruby, the keys of the last one come first.
func (r *reader) merge(p *pairs, a addition) error {
	maps := []*Node{a.value}
	if a.list && a.value.Kind == List {
		maps = a.value.List
	}
	merged := &pairs{index: map[string]int{}}
	for i := range maps {
		one := maps[len(maps)-1-i]
		if one.Kind != Map {
			return r.fail(a.pos, fmt.Sprintf("a merge key needs a map, or a list of maps, not a %s", one.Kind))
		}
		for _, pair := range one.Map {
			merged.set(pair)
		}
	}
	for _, pair := range merged.list {
		if err := r.spend(pair.Value.size, a.pos); err != nil {
			return err
		}
		p.set(pair)
	}
	return nil
}

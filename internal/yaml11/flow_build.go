package yaml11

import "fmt"

// flow converts a value inside of brackets or braces, and all below it.
func (r *reader) flow(from *flowNode, at place) (*Node, error) {
	if r.depth >= MaxDepth {
		return nil, r.fail(from.pos, tooDeep)
	}
	r.depth++
	defer func() { r.depth-- }()
	if from.alias != "" {
		return r.alias(from.alias, from.pos, at)
	}
	if from.tag != "" {
		if at.tag = shortTag(from.tag); at.tag == "" {
			return nil, r.fail(from.tagPos, fmt.Sprintf("the tag %s is not supported", from.tag))
		}
	}
	if from.anchor != "" {
		r.anchors[from.anchor] = nil
	}
	n, err := r.flowContent(from, at)
	if from.anchor != "" {
		r.anchor(from.anchor, n)
	}
	return n, err
}

func (r *reader) flowContent(from *flowNode, at place) (*Node, error) {
	switch {
	case from.list:
		return r.flowList(from, at)
	case from.table:
		return r.flowTable(from, at)
	case from.left:
		return r.scalar(&Node{Pos: from.pos}, at)
	}
	return r.scalar(&Node{Pos: from.pos, Raw: from.text, Quoted: from.quoted}, at)
}

func (r *reader) flowList(from *flowNode, at place) (*Node, error) {
	n := &Node{Kind: List, Pos: from.pos}
	if err := r.checkCollectionTag(n, at.tag, "seq"); err != nil {
		return nil, err
	}
	for _, entry := range from.entries {
		value, err := r.flow(entry, place{pos: entry.pos})
		if err != nil {
			return nil, err
		}
		n.List = append(n.List, value)
	}
	return n, r.count(n, n.List...)
}

func (r *reader) flowTable(from *flowNode, at place) (*Node, error) {
	n := &Node{Kind: Map, Pos: from.pos}
	if err := r.checkCollectionTag(n, at.tag, "map"); err != nil {
		return nil, err
	}
	p := newPairs()
	for _, pair := range from.pairs {
		key, err := r.flow(pair.key, place{pos: pair.pos})
		if err != nil {
			return nil, err
		}
		if !key.Scalar() {
			return nil, r.noKey(key)
		}
		value, err := r.flow(pair.value, place{pos: pair.pos})
		if err != nil {
			return nil, err
		}
		if err := r.add(p, addition{key, pair.key.tag != "", pair.pos, value, pair.value.list}); err != nil {
			return nil, err
		}
	}
	return r.table(n, p)
}

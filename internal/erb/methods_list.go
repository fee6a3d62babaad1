package erb

import (
	"slices"
	"strings"
)

func (c *call) l() *list {
	return c.self.(*list)
}

func listMethods() methods {
	return methods{
		"length":  {0, 0, func(c *call) value { return len(c.l().items) }, false},
		"size":    {0, 0, func(c *call) value { return len(c.l().items) }, false},
		"empty?":  {0, 0, func(c *call) value { return len(c.l().items) == 0 }, false},
		"to_a":    {0, 0, func(c *call) value { return c.self }, false},
		"entries": {0, 0, func(c *call) value { return c.self }, false},
		"[]":      {1, 2, listAt, false},
		"slice":   {1, 2, listAt, false},
		"at":      {1, 1, listAt, false},
		"fetch":   {1, 2, listFetch, false},
		"dig":     {1, -1, dig, false},
		"last":    {0, 1, listLast, false},
		"second":  {0, 0, func(c *call) value { return c.itemAt(1) }, false},
		"third":   {0, 0, func(c *call) value { return c.itemAt(2) }, false},
		"values_at": {0, -1, func(c *call) value {
			l := &list{}
			for i := range c.args {
				l.items = append(l.items, c.itemAt(c.argInt(i)))
			}
			return l
		}, false},
		"join":       {0, 1, listJoin, false},
		"index":      {0, 1, listIndex, false},
		"find_index": {0, 1, listIndex, false},
		"+":          {1, 1, func(c *call) value { return c.newList(slices.Concat(c.l().items, c.argList(0))) }, false},
		"-":          {1, 1, listMinus, false},
		"&":          {1, 1, listBoth, false},
		"|":          {1, 1, func(c *call) value { return c.unique(slices.Concat(c.l().items, c.argList(0)), nil) }, false},
		"*":          {1, 1, listTimes, false},
		"<=>":        {1, 1, objectCompare, false},
		"transpose": {0, 0, func(c *call) value {
			c.unsupported("transpose is not supported", "use zip")
			return nil
		}, false},
		"to_sentence": {0, 0, listSentence, false},
		"product":     {1, 1, listProduct, false},
		"assoc": {1, 1, func(c *call) value {
			for _, item := range c.l().items {
				if l, ok := item.(*list); ok && len(l.items) > 0 && c.equal(l.items[0], c.arg(0)) {
					return l
				}
			}
			return nil
		}, false},
	}
}

// newList makes a list, within limits.
func (e *evaluator) newList(items []value) *list {
	e.step(len(items))
	return &list{items}
}

func (c *call) itemAt(i int) value {
	items := c.l().items
	if i < 0 {
		i += len(items)
	}
	if i < 0 || i >= len(items) {
		return nil
	}
	return items[i]
}

func listAt(c *call) value {
	items := c.l().items
	if s, ok := c.arg(0).(*span); ok {
		start, n, ok := c.bounds(s, len(items))
		if !ok {
			return nil
		}
		return c.newList(slices.Clone(items[start : start+n]))
	}
	if len(c.args) == 1 {
		return c.itemAt(c.argInt(0))
	}
	i, n := c.argInt(0), c.argInt(1)
	if i < 0 {
		i += len(items)
	}
	if i < 0 || i > len(items) || n < 0 {
		return nil
	}
	return c.newList(slices.Clone(items[i : i+min(n, len(items)-i)]))
}

func listFetch(c *call) value {
	i := c.argInt(0)
	switch {
	case i < len(c.l().items) && i >= -len(c.l().items):
		return c.itemAt(i)
	case c.block != nil:
		return c.yield(i)
	case len(c.args) == 2:
		return c.args[1]
	}
	c.raise("IndexError", "index %d is outside of a list of %d", i, len(c.l().items))
	return nil
}

// dig follows keys and indexes down.
func dig(c *call) value {
	v := c.evaluator.call(c.self, "[]", c.args[:1], nil)
	if len(c.args) == 1 || plain(v) == nil {
		return v
	}
	return c.evaluator.call(v, "dig", c.args[1:], nil)
}

func listLast(c *call) value {
	if len(c.args) == 0 {
		return c.itemAt(-1)
	}
	items := c.l().items
	return c.newList(slices.Clone(items[len(items)-min(c.count0(0), len(items)):]))
}

// count0 returns an argument that must be a whole number of at least 0.
func (c *call) count0(i int) int {
	n := c.argInt(i)
	if n < 0 {
		c.raise("ArgumentError", "%s needs a number that is not negative", c.name)
	}
	return n
}

func listJoin(c *call) value {
	mark := ""
	if c.arg(0) != nil {
		mark = c.argText(0)
	}
	return c.text(c.join(c.l(), mark))
}

func (e *evaluator) join(l *list, mark string) string {
	e.enter()
	defer e.leave()
	var b strings.Builder
	for i, item := range l.items {
		if i > 0 {
			b.WriteString(mark)
		}
		if inner, ok := item.(*list); ok {
			b.WriteString(e.join(inner, mark))
		} else {
			b.WriteString(e.printed(item))
		}
		if b.Len() > maxText {
			e.charge(b.Len())
		}
		e.step(len(mark) / textCost)
	}
	e.charge(b.Len())
	return b.String()
}

func listIndex(c *call) value {
	for i, item := range c.l().items {
		if len(c.args) > 0 && c.equal(item, c.args[0]) || len(c.args) == 0 && truthy(c.yield(item)) {
			return i
		}
	}
	return nil
}

// members are the keys of items, to look them up.
func (e *evaluator) members(items []value) map[string]bool {
	set := map[string]bool{}
	for _, item := range items {
		set[e.key(item)] = true
	}
	return set
}

func listMinus(c *call) value {
	set := c.members(c.argList(0))
	l := &list{}
	for _, item := range c.l().items {
		if !set[c.key(item)] {
			l.items = append(l.items, item)
		}
	}
	return l
}

func listBoth(c *call) value {
	set := c.members(c.argList(0))
	l := &list{}
	for _, item := range c.l().items {
		if set[c.key(item)] {
			l.items = append(l.items, item)
		}
	}
	return c.unique(l.items, nil)
}

// unique drops items whose key came before; by may be nil.
func (e *evaluator) unique(items []value, by *proc) *list {
	seen := map[string]bool{}
	l := &list{}
	for _, item := range items {
		sign := item
		if by != nil {
			sign = e.invoke(by, []value{item})
		}
		if key := e.key(sign); !seen[key] {
			seen[key] = true
			l.items = append(l.items, item)
		}
	}
	return l
}

func listTimes(c *call) value {
	if t, ok := c.arg(0).(*text); ok {
		return c.text(c.join(c.l(), t.s))
	}
	l := &list{}
	for range c.count0(0) {
		c.step(len(c.l().items))
		l.items = append(l.items, c.l().items...)
	}
	return l
}

func listSentence(c *call) value {
	words := make([]string, len(c.l().items))
	for i, item := range c.l().items {
		words[i] = c.str(item)
	}
	switch len(words) {
	case 0, 1:
		return c.text(strings.Join(words, ""))
	case 2:
		return c.text(strings.Join(words, " and "))
	}
	last := len(words) - 1
	return c.text(strings.Join(words[:last], ", ") + ", and " + words[last])
}

func listProduct(c *call) value {
	l := &list{}
	for _, left := range c.l().items {
		for _, right := range c.argList(0) {
			c.step(1)
			l.items = append(l.items, &list{[]value{left, right}})
		}
	}
	return l
}

func listModuleMethods() methods {
	return methods{"new": {0, 2, func(c *call) value {
		l := &list{}
		if len(c.args) == 0 {
			return l
		}
		for i := range c.count0(0) {
			c.step(1)
			v := c.arg(1)
			if c.block != nil {
				v = c.yield(i)
			}
			l.items = append(l.items, v)
		}
		return l
	}, false}}
}

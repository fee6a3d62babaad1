package erb

import (
	"maps"
	"slices"
	"strings"
)

func (c *call) l() *list {
	return c.self.(*list)
}

func listMethods() methods {
	size := method{0, 0, func(c *call) value { return len(c.l().items) }}
	table := methods{
		"length":  size,
		"size":    size,
		"empty?":  {0, 0, func(c *call) value { return len(c.l().items) == 0 }},
		"to_a":    {0, 0, func(c *call) value { return c.self }},
		"[]":      {1, 2, listAt},
		"last":    {0, 1, listLast},
		"join":    {0, 1, listJoin},
		"compact": {0, 0, func(c *call) value { return c.pick(func(item value) bool { return plain(item) != nil }) }},
		"uniq":    {0, 0, listUnique},
		"+":       {1, 1, listPlus},
		"-":       {1, 1, func(c *call) value { return c.without() }},
		"&":       {1, 1, func(c *call) value { return c.common() }},
		"|":       {1, 1, func(c *call) value { return c.distinct(append(c.items(c.self), c.argList(0).items...)) }},
		"*":       {1, 1, listRepeat},
		"slice":   {1, 2, listAt},
		"fetch":   {1, 2, listFetch},
		"dig":     {1, -1, func(c *call) value { return c.dig() }},
		"values_at": {0, -1, func(c *call) value {
			return c.each(func(i int) value { return c.call(c.self, "[]", []value{c.argInt(i)}, nil) })
		}},
		"reverse": {0, 0, func(c *call) value { items := c.items(c.self); slices.Reverse(items); return &list{items} }},
		"flatten": {0, 1, func(c *call) value { return &list{c.flat(c.l(), c.optCount(0, maxDepth))} }},
		"second":  {0, 0, func(c *call) value { return c.call(c.self, "[]", []value{1}, nil) }},
	}
	each := eachMethods()
	maps.Copy(each, table)
	maps.Copy(each, listChanges())
	return each
}

// argList returns an argument that must be a list.
func (c *call) argList(i int) *list {
	l, ok := c.arg(i).(*list)
	if !ok {
		c.refuse(i, "list")
	}
	return l
}

// each makes a list of what f gives for the number of each argument.
func (c *call) each(f func(i int) value) value {
	items := make([]value, len(c.args))
	for i := range items {
		items[i] = f(i)
	}
	return c.newList(items)
}

// dig follows keys and numbers down.
func (c *call) dig() value {
	v := c.call(c.self, "[]", c.args[:1], nil)
	if len(c.args) == 1 || plain(v) == nil {
		return v
	}
	return c.call(v, "dig", c.args[1:], nil)
}

// flat takes lists in a list apart, up to a depth.
func (c *call) flat(l *list, depth int) []value {
	c.enter()
	defer c.leave()
	var items []value
	for _, item := range c.items(l) {
		if inner, ok := item.(*list); ok && depth > 0 {
			items = append(items, c.flat(inner, depth-1)...)
		} else {
			items = append(items, item)
		}
	}
	return items
}

func listFetch(c *call) value {
	items, i := c.l().items, c.argInt(0)
	if i < 0 {
		i += len(items)
	}
	switch {
	case i >= 0 && i < len(items):
		return items[i]
	case c.block != nil:
		return c.yield(c.args[0])
	case len(c.args) == 2:
		return c.args[1]
	}
	c.raise("IndexError", "the list has no item %d", c.argInt(0))
	return nil
}

func listRepeat(c *call) value {
	if mark, ok := c.arg(0).(string); ok {
		return c.text(c.join(c.l(), mark))
	}
	n := c.optCount(0, 0)
	if n > 0 && len(c.l().items) > maxSteps/n {
		c.step(maxSteps)
	}
	c.step(n * len(c.l().items))
	return &list{slices.Repeat(c.l().items, n)}
}

func listAt(c *call) value {
	items := c.l().items
	start, end, ok := c.bounds(len(items))
	switch {
	case !ok:
		return nil
	case len(c.args) == 2 || c.isSpan(0):
		return c.newList(slices.Clone(items[start:end]))
	case start == len(items):
		return nil
	}
	return items[start]
}

func listLast(c *call) value {
	items := c.items(c.self)
	if len(c.args) > 0 {
		return &list{items[len(items)-min(c.optCount(0, 0), len(items)):]}
	}
	if len(items) == 0 {
		return nil
	}
	return items[len(items)-1]
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

func listUnique(c *call) value {
	seen := map[value]bool{}
	return c.pick(func(item value) bool {
		if c.block != nil {
			item = c.yield(item)
		}
		key := c.key(item)
		before := seen[key]
		seen[key] = true
		return !before
	})
}

func listPlus(c *call) value {
	other, ok := c.arg(0).(*list)
	if !ok {
		c.refuse(0, "list")
	}
	return c.newList(slices.Concat(c.l().items, other.items))
}

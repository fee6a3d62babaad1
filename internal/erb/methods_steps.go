package erb

import "maps"

// steps is what a method gives that waits for its block, Ruby's Enumerator.
type steps struct {
	call *call
	list []value
}

// waiting gives the steps of a method that was called without a block; nil when it needs one.
func (c *call) waiting() value {
	s := &steps{call: c}
	switch c.name {
	case "each", "map", "collect", "flat_map", "select", "filter", "reject", "filter_map", "each_pair", "each_entry":
		s.list = c.items(c.self)
	case "each_with_index":
		s.list = indexed(c.items(c.self), 0)
	case "each_slice":
		s.list = c.slices()
	case "each_cons":
		s.list = c.windows()
	case "times", "upto", "downto", "step", "each_char", "each_line":
		c.block = &block{do: func(args []value) value { s.list = append(s.list, args[0]); return nil }}
		c.methodRun()
		c.block = nil
	default:
		return nil
	}
	return s
}

// methodRun runs the method of the receiver that has the call's name.
func (c *call) methodRun() { c.classes[className(c.self)][c.name].run(c) }

func indexed(items []value, from int) []value {
	for i, item := range items {
		items[i] = &list{[]value{item, from + i}}
	}
	return items
}

func stepMethods() methods {
	table := eachMethods()
	maps.Copy(table, methods{
		"with_index":      {0, 1, stepsWithIndex},
		"each_with_index": {0, 0, stepsWithIndex},
		"size":            {0, 0, func(c *call) value { return len(c.self.(*steps).list) }},
	})
	return table
}

// stepsWithIndex runs the method that waits, with a number beside each item.
func stepsWithIndex(c *call) value {
	s, from := c.self.(*steps), 0
	if len(c.args) > 0 {
		from = c.argInt(0)
	}
	if c.block == nil {
		return &steps{call: s.call, list: indexed(c.items(s), from)}
	}
	inner := *s.call
	inner.block = &block{at: c.at, do: func(args []value) value {
		item := args[0]
		if len(args) > 1 {
			item = &list{args}
		}
		from++
		return c.yield(item, from-1)
	}}
	return inner.dispatch()
}

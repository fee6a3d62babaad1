package erb

// An enumerator is a method that goes through items and waits for its block.
type enumerator struct {
	self   value
	method string
}

func enumeratorMethods() methods {
	return methods{
		"with_index":      {0, 1, withIndex, false},
		"each_with_index": {0, 0, withIndex, false},
	}
}

// withIndex calls the method with a block that gets each item and its number.
func withIndex(c *call) value {
	e := c.self.(*enumerator)
	next := c.optInt(0, 0)
	if c.block == nil && e.method == "each" {
		l := &list{}
		for i, item := range c.items(e.self) {
			l.items = append(l.items, &list{[]value{item, next + i}})
		}
		return l
	}
	counting := &proc{native: func(args []value) value {
		item := args[0]
		if len(args) > 1 {
			item = &list{args}
		}
		next++
		return c.yield(item, next-1)
	}}
	return c.evaluator.call(e.self, e.method, nil, counting)
}

package erb

import (
	"maps"
	"math"
)

func integerMethods() methods {
	table := methods{
		"to_i":  {0, 0, func(c *call) value { return c.self }},
		"times": {0, 0, integerTimes},
		"-@":    {0, 0, func(c *call) value { return c.calculated("-", 0, c.self.(int)) }},
	}
	for _, op := range []string{"+", "-", "*"} {
		table[op] = method{1, 1, func(c *call) value { return c.calculated(op, c.self.(int), c.argInt(0)) }}
	}
	maps.Copy(table, orderMethods())
	return table
}

func integerTimes(c *call) value {
	for i := range max(0, c.self.(int)) {
		c.step(1)
		c.yield(i)
	}
	return c.self
}

// calculated joins whole numbers with an operator.
func (c *call) calculated(op string, x, y int) value {
	var result int
	switch op {
	case "+":
		result = x + y
		c.inRange((result > x) == (y > 0))
	case "-":
		result = x - y
		c.inRange((result < x) == (y > 0))
	case "*":
		result = x * y
		c.inRange(y == 0 || result/y == x && (x != math.MinInt || y != -1))
	}
	return result
}

func (c *call) inRange(ok bool) {
	if !ok {
		c.unsupported("numbers of this size are not supported", "keep them as texts")
	}
}

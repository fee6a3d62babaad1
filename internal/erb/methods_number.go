package erb

import (
	"maps"
	"math"
	"math/bits"
)

func integerMethods() methods {
	table := methods{
		"to_i":  {0, 0, func(c *call) value { return c.self }},
		"times": {0, 0, integerTimes},
		"-@":    {0, 0, func(c *call) value { return c.integers("-", 0, c.self.(int)) }},
	}
	for _, op := range []string{"+", "-", "*", "/", "%"} {
		table[op] = method{1, 1, func(c *call) value { return c.integers(op, c.self.(int), c.argInt(0)) }}
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

// integers calculates with whole numbers; division goes down, as in Ruby.
func (c *call) integers(op string, x, y int) value {
	result := 0
	switch op {
	case "+":
		result = x + y
		c.inRange((result > x) == (y > 0))
	case "-":
		result = x - y
		c.inRange((result < x) == (y > 0))
	case "*":
		high, low := bits.Mul64(magnitude(x), magnitude(y))
		c.inRange(high == 0 && low <= math.MaxInt)
		result = x * y
	default:
		return c.divided(op, x, y)
	}
	return result
}

func (c *call) divided(op string, x, y int) value {
	if y == 0 {
		c.raise("ZeroDivisionError", "a number is divided by 0")
	}
	c.inRange(x != math.MinInt)
	quotient, rest := x/y, x%y
	if rest != 0 && (rest < 0) != (y < 0) {
		quotient--
		rest += y
	}
	if op == "%" {
		return rest
	}
	return quotient
}

func (c *call) inRange(ok bool) {
	if !ok {
		c.unsupported("numbers of this size are not supported", "keep them as texts")
	}
}

func magnitude(n int) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func floatToInt(c *call) value {
	f := math.Trunc(c.self.(float64))
	c.inRange(math.Abs(f) < 1<<53)
	return int(f)
}

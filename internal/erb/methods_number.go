package erb

import (
	"maps"
	"math"
	"strconv"
)

func integerMethods() methods {
	self := method{0, 0, func(c *call) value { return c.self }}
	next := method{0, 0, func(c *call) value { return c.calculated("+", c.self.(int), 1) }}
	table := methods{
		"to_i":   self,
		"floor":  self,
		"ceil":   self,
		"round":  self,
		"to_s":   {0, 1, func(c *call) value { return c.text(strconv.FormatInt(int64(c.self.(int)), c.base())) }},
		"times":  {0, 0, func(c *call) value { c.count(0, c.self.(int)-1, 1); return c.self }},
		"upto":   {1, 1, func(c *call) value { c.count(c.self.(int), c.argInt(0), 1); return c.self }},
		"downto": {1, 1, func(c *call) value { c.count(c.self.(int), c.argInt(0), -1); return c.self }},
		"even?":  {0, 0, func(c *call) value { return c.self.(int)%2 == 0 }},
		"odd?":   {0, 0, func(c *call) value { return c.self.(int)%2 != 0 }},
		"succ":   next,
		"next":   next,
		"pred":   {0, 0, func(c *call) value { return c.calculated("-", c.self.(int), 1) }},
		"divmod": {1, 1, func(c *call) value {
			return &list{[]value{c.calculated("/", c.self.(int), c.argInt(0)), c.calculated("%", c.self.(int), c.argInt(0))}}
		}},
		"chr": {0, 0, integerChar},
		"**":  {1, 1, integerPower},
	}
	maps.Copy(table, numberMethods())
	return table
}

func floatMethods() methods {
	whole := func(f func(float64) float64) method {
		return method{0, 0, func(c *call) value { return c.whole(f(c.self.(float64))) }}
	}
	table := methods{
		"to_i":  whole(math.Trunc),
		"floor": whole(math.Floor),
		"ceil":  whole(math.Ceil),
		"round": {0, 1, floatRound},
		"**":    {1, 1, func(c *call) value { return math.Pow(c.self.(float64), c.argFloat(0)) }},
	}
	maps.Copy(table, numberMethods())
	return table
}

// numberMethods are those of all numbers.
func numberMethods() methods {
	table := methods{
		"to_f":      {0, 0, func(c *call) value { f, _ := number(c.self); return f }},
		"abs":       {0, 0, func(c *call) value { return c.call(c.self, signOf(c.self), nil, nil) }},
		"-@":        {0, 0, func(c *call) value { return c.operated("-", 0, c.self) }},
		"+@":        {0, 0, func(c *call) value { return c.self }},
		"fdiv":      {1, 1, func(c *call) value { f, _ := number(c.self); return f / c.argFloat(0) }},
		"zero?":     {0, 0, func(c *call) value { return c.order(c.self, 0) == 0 }},
		"positive?": {0, 0, func(c *call) value { return c.order(c.self, 0) > 0 }},
		"negative?": {0, 0, func(c *call) value { return c.order(c.self, 0) < 0 }},
	}
	for _, op := range []string{"+", "-", "*", "/", "%"} {
		table[op] = method{1, 1, func(c *call) value { return c.operated(op, c.self, c.arg(0)) }}
	}
	maps.Copy(table, orderMethods())
	return table
}

// signOf is the method that makes a number positive.
func signOf(v value) string {
	if f, _ := number(v); f < 0 {
		return "-@"
	}
	return "+@"
}

// number is a whole number, or one with a point, as the latter.
func number(v value) (float64, bool) {
	switch v := plain(v).(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// argFloat returns an argument that must be a number.
func (c *call) argFloat(i int) float64 {
	f, ok := number(c.arg(i))
	if !ok {
		c.refuse(i, "number")
	}
	return f
}

// base reads the argument of to_s and to_i.
func (c *call) base() int {
	base := c.optCount(0, 10)
	if base < 2 || base > 36 {
		c.raise("ArgumentError", "there are no numbers of base %d", base)
	}
	return base
}

// count gives the block the numbers from one to another.
func (c *call) count(from, to, step int) {
	for i := from; (to-i)*step >= 0; i += step {
		c.step(1)
		c.yield(i)
	}
}

func integerChar(c *call) value {
	n := c.self.(int)
	if n < 0 || n > 127 {
		c.unsupported("chr of such a number is not supported", "write the character itself")
	}
	return string(rune(n))
}

func integerPower(c *call) value {
	n := c.optCount(0, 0)
	result := 1
	for range n {
		c.step(1)
		result = c.calculated("*", result, c.self.(int)).(int)
	}
	return result
}

// operated joins two numbers with an operator.
func (c *call) operated(op string, left, right value) value {
	x, okX := left.(int)
	y, okY := right.(int)
	if okX && okY {
		return c.calculated(op, x, y)
	}
	a, _ := number(left)
	b := c.argNumber(right)
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "/":
		return a / b
	}
	rest := math.Mod(a, b)
	if rest != 0 && (rest < 0) != (b < 0) {
		rest += b
	}
	return rest
}

func (c *call) argNumber(v value) float64 {
	f, ok := number(v)
	if !ok {
		c.refuse(0, "number")
	}
	return f
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
	default:
		return c.divided(op, x, y)
	}
	return result
}

// divided divides, or gives the rest, as Ruby does: towards the lesser number.
func (c *call) divided(op string, x, y int) value {
	if y == 0 {
		c.raise("ZeroDivisionError", "divided by 0")
	}
	c.inRange(x != math.MinInt || y != -1)
	quotient, rest := x/y, x%y
	if rest != 0 && (rest < 0) != (y < 0) {
		quotient, rest = quotient-1, rest+y
	}
	if op == "/" {
		return quotient
	}
	return rest
}

// whole makes a whole number of one that is.
func (c *call) whole(f float64) value {
	c.inRange(math.Abs(f) < 1<<53)
	return int(f)
}

// floatRound rounds halves away from zero, to some digits behind the point.
func floatRound(c *call) value {
	x, digits := c.self.(float64), c.optCount(0, 0)
	if digits == 0 {
		return c.whole(math.Round(x))
	}
	if digits > 12 || math.Abs(x) > 1e9 {
		c.unsupported("rounding such a number is not supported", "use fewer digits")
	}
	scale := math.Pow(10, float64(digits))
	up := math.Round(x * scale)
	switch {
	case x > 0 && (up+0.5)/scale <= x:
		up++
	case x < 0 && (up-0.5)/scale >= x:
		up--
	}
	return up / scale
}

func (c *call) inRange(ok bool) {
	if !ok {
		c.unsupported("numbers of this size are not supported", "keep them as texts")
	}
}

package erb

import (
	"math"
	"math/bits"
	"strconv"
)

func integerMethods() methods {
	return methods{
		"to_i":   {0, 0, func(c *call) value { return c.self }, false},
		"to_int": {0, 0, func(c *call) value { return c.self }, false},
		"to_s":   {0, 1, integerText, false},
		"chr":    {0, 0, integerChar, false},
		"times":  {0, 0, integerTimes, false},
		"upto":   {1, 1, integerUpTo, false},
		"downto": {1, 1, integerDownTo, false},
		"even?":  {0, 0, func(c *call) value { return c.self.(int)%2 == 0 }, false},
		"odd?":   {0, 0, func(c *call) value { return c.self.(int)%2 != 0 }, false},
		"succ":   {0, 0, func(c *call) value { return c.add(c.self.(int), 1) }, false},
		"next":   {0, 0, func(c *call) value { return c.add(c.self.(int), 1) }, false},
		"pred":   {0, 0, func(c *call) value { return c.add(c.self.(int), -1) }, false},
		"floor":  {0, 0, func(c *call) value { return c.self }, false},
		"ceil":   {0, 0, func(c *call) value { return c.self }, false},
		"round":  {0, 0, func(c *call) value { return c.self }, false},
	}
}

func floatMethods() methods {
	return methods{
		"to_i":     {0, 0, func(c *call) value { return c.truncate(c.self.(float64)) }, false},
		"to_int":   {0, 0, func(c *call) value { return c.truncate(c.self.(float64)) }, false},
		"truncate": {0, 0, func(c *call) value { return c.truncate(c.self.(float64)) }, false},
		"floor":    {0, 0, func(c *call) value { return c.truncate(math.Floor(c.self.(float64))) }, false},
		"ceil":     {0, 0, func(c *call) value { return c.truncate(math.Ceil(c.self.(float64))) }, false},
		"round":    {0, 1, floatRound, false},
		"nan?":     {0, 0, func(c *call) value { return math.IsNaN(c.self.(float64)) }, false},
	}
}

func numericMethods() methods {
	table := methods{
		"-@":        {0, 0, func(c *call) value { return c.arithmetic("-", 0, c.self) }, false},
		"to_f":      {0, 0, func(c *call) value { f, _ := number(c.self); return f }, false},
		"abs":       {0, 0, numericAbs, false},
		"zero?":     {0, 0, func(c *call) value { f, _ := number(c.self); return f == 0 }, false},
		"positive?": {0, 0, func(c *call) value { f, _ := number(c.self); return f > 0 }, false},
		"negative?": {0, 0, func(c *call) value { f, _ := number(c.self); return f < 0 }, false},
		"divmod": {1, 1, func(c *call) value {
			return &list{[]value{c.arithmetic("div", c.self, c.arg(0)), c.arithmetic("%", c.self, c.arg(0))}}
		}, false},
		"fdiv": {1, 1, func(c *call) value {
			x, y, ok := numbers(c.self, c.arg(0))
			if !ok {
				c.raise("TypeError", "fdiv needs a number")
			}
			return x / y
		}, false},
		"modulo": {1, 1, func(c *call) value { return c.arithmetic("%", c.self, c.arg(0)) }, false},
	}
	for _, op := range []string{"+", "-", "*", "/", "%", "**", "div"} {
		table[op] = method{1, 1, func(c *call) value { return c.arithmetic(c.name, c.self, c.arg(0)) }, false}
	}
	return table
}

func (e *evaluator) arithmetic(op string, a, b value) value {
	x, okX := a.(int)
	y, okY := b.(int)
	if okX && okY {
		return e.integers(op, x, y)
	}
	f, g, ok := numbers(a, b)
	if !ok {
		e.raise("TypeError", "%s of a number needs a number, not %s", op, article(className(b)))
	}
	switch op {
	case "+":
		return f + g
	case "-":
		return f - g
	case "*":
		return f * g
	case "/":
		return f / g
	case "**":
		return math.Pow(f, g)
	case "div":
		return e.truncate(math.Floor(f / g))
	}
	if m := math.Mod(f, g); m == 0 || (m < 0) == (g < 0) {
		return m
	}
	return math.Mod(f, g) + g
}

func (e *evaluator) integers(op string, x, y int) value {
	switch op {
	case "+":
		return e.add(x, y)
	case "-":
		if y == math.MinInt {
			e.tooLarge()
		}
		return e.add(x, -y)
	case "*":
		return e.multiply(x, y)
	case "**":
		return e.power(x, y)
	}
	if y == 0 {
		e.raise("ZeroDivisionError", "divided by 0")
	}
	if y == -1 {
		if op == "%" {
			return 0
		}
		return e.multiply(x, -1)
	}
	quotient, rest := x/y, x%y
	if rest != 0 && (rest < 0) != (y < 0) {
		quotient, rest = quotient-1, rest+y
	}
	if op == "%" {
		return rest
	}
	return quotient
}

func (e *evaluator) tooLarge() {
	e.unsupported("whole numbers of this size are not supported", "use smaller numbers, or texts")
}

func (e *evaluator) add(x, y int) int {
	sum := x + y
	if (sum > x) != (y > 0) {
		e.tooLarge()
	}
	return sum
}

func (e *evaluator) multiply(x, y int) int {
	high, low := bits.Mul64(magnitude(x), magnitude(y))
	if high != 0 || low > math.MaxInt64 {
		e.tooLarge()
	}
	return x * y
}

func magnitude(x int) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

func (e *evaluator) power(x, y int) value {
	if y < 0 {
		e.unsupported("a negative power of a whole number is not supported", "write the number as 2.0")
	}
	result := 1
	for range y {
		e.step(0)
		result = e.multiply(result, x)
	}
	return result
}

// truncate drops the part behind the point.
func (e *evaluator) truncate(f float64) int {
	if math.IsNaN(f) || math.Abs(f) >= 1<<62 {
		e.tooLarge()
	}
	return int(f)
}

func integerText(c *call) value {
	base := c.optInt(0, 10)
	if base < 2 || base > 36 {
		c.raise("ArgumentError", "invalid radix %d", base)
	}
	return c.text(strconv.FormatInt(int64(c.self.(int)), base))
}

func integerChar(c *call) value {
	n := c.self.(int)
	if n < 0 || n > 127 {
		c.unsupported("chr of this number is not supported", "write the character itself")
	}
	return c.text(string(rune(n)))
}

func integerTimes(c *call) value {
	return c.count(0, c.self.(int)-1)
}

func integerUpTo(c *call) value {
	return c.count(c.self.(int), c.argInt(0))
}

// count yields numbers, or returns their list when there is no block.
func (c *call) count(from, to int) value {
	if c.block == nil {
		return &list{c.items(&span{from: from, to: to})}
	}
	for i := from; i <= to; i++ {
		c.yield(i)
	}
	return c.self
}

func integerDownTo(c *call) value {
	for i := c.self.(int); i >= c.argInt(0); i-- {
		c.yield(i)
	}
	return c.self
}

func floatRound(c *call) value {
	f := c.self.(float64)
	digits := c.optInt(0, 0)
	if digits < 0 || digits > 15 {
		c.unsupported("rounding to so many digits is not supported", "use up to 15")
	}
	scale := math.Pow(10, float64(digits))
	if digits == 0 {
		return c.truncate(math.Round(f))
	}
	return math.Round(f*scale) / scale
}

func numericAbs(c *call) value {
	if negative(c.self) {
		return c.arithmetic("-", 0, c.self)
	}
	return c.self
}

package erb

import "strings"

// textChangeMethods are those that change a text in place.
func textChangeMethods() methods {
	table := methods{
		"<<":      {1, 1, textAppend, false},
		"concat":  {0, -1, textAppend, false},
		"replace": {1, 1, func(c *call) value { return c.become(c.argText(0)) }, false},
		"prepend": {0, -1, textPrepend, false},
		"clear":   {0, 0, func(c *call) value { return c.become("") }, false},
		"[]=": {2, 3, func(c *call) value {
			c.unsupported("assigning to a part of a text is not supported", "use sub")
			return nil
		}, false},
	}
	changing := []string{
		"strip", "lstrip", "rstrip", "chomp", "chop", "squish", "upcase", "downcase", "capitalize", "swapcase", "sub", "gsub",
		"tr", "delete", "squeeze", "reverse", "delete_prefix", "delete_suffix",
	}
	for _, name := range changing {
		table[name+"!"] = method{0, 2, func(c *call) value { return c.changeWith(name) }, false}
	}
	return table
}

// become gives the receiver another text.
func (c *call) become(s string) value {
	c.charge(len(s))
	c.self.(*text).s = s
	return c.self
}

// changeWith gives the receiver the result of another method; the value is nil when nothing changes.
func (c *call) changeWith(name string) value {
	s := c.str(c.evaluator.call(c.self, name, c.args, c.block))
	if s == c.s() {
		return nil
	}
	return c.become(s)
}

func textAppend(c *call) value {
	for i := range c.args {
		c.become(c.s() + c.argText(i))
	}
	return c.self
}

func textPrepend(c *call) value {
	var before strings.Builder
	for i := range c.args {
		before.WriteString(c.argText(i))
	}
	return c.become(before.String() + c.s())
}

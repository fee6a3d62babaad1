package erb

import "strings"

func objectMethods() methods {
	return methods{
		"nil?":         {0, 0, func(c *call) value { return c.self == nil }, false},
		"to_s":         {0, 0, func(c *call) value { return c.text(c.str(c.self)) }, false},
		"inspect":      {0, 0, func(c *call) value { return c.text(c.inspect(c.self)) }, false},
		"==":           {1, 1, func(c *call) value { return c.equal(c.self, c.args[0]) }, false},
		"eql?":         {1, 1, func(c *call) value { return className(c.self) == className(c.arg(0)) && c.equal(c.self, c.arg(0)) }, false},
		"===":          {1, 1, func(c *call) value { return c.equal(c.self, c.args[0]) }, false},
		"=~":           {1, 1, func(*call) value { return nil }, false},
		"<=>":          {1, 1, objectCompare, false},
		"is_a?":        {1, 1, objectIsA, false},
		"kind_of?":     {1, 1, objectIsA, false},
		"instance_of?": {1, 1, objectIsA, false},
		"respond_to?":  {1, 2, objectResponds, false},
		"class":        {0, 0, func(c *call) value { return constant(className(c.self)) }, false},
		"freeze":       {0, 0, func(c *call) value { return c.self }, false},
		"itself":       {0, 0, func(c *call) value { return c.self }, false},
		"dup":          {0, 0, objectCopy, false},
		"clone":        {0, 0, objectCopy, false},
		"+@":           {0, 0, func(c *call) value { return c.self }, false},
		"tap":          {0, 0, func(c *call) value { c.yield(c.self); return c.self }, false},
		"then":         {0, 0, func(c *call) value { return c.yield(c.self) }, false},
		"yield_self":   {0, 0, func(c *call) value { return c.yield(c.self) }, false},
		"send":         {1, -1, objectSend, false},
		"public_send":  {1, -1, objectSend, false},
		"try":          {0, -1, objectTry, false},
		"blank?":       {0, 0, func(c *call) value { return c.blank(c.self) }, false},
		"present?":     {0, 0, func(c *call) value { return !c.blank(c.self) }, false},
		"presence":     {0, 0, objectPresence, false},
		"in?":          {1, 1, func(c *call) value { return c.evaluator.call(c.arg(0), "include?", []value{c.self}, nil) }, false},
		"!":            {0, 0, func(c *call) value { return !truthy(c.self) }, false},
		"to_a":         {0, 0, objectToList, false},
		"to_h":         {0, 0, objectToHash, false},
		"to_i":         {0, 0, objectToInt, false},
		"to_f":         {0, 0, objectToFloat, false},
		"&":            {1, 1, func(c *call) value { return truthy(c.self) && truthy(c.args[0]) }, false},
		"|":            {1, 1, func(c *call) value { return truthy(c.self) || truthy(c.args[0]) }, false},
	}
}

func objectCompare(c *call) value {
	if n, ok := c.compare(c.self, c.arg(0)); ok {
		return n
	}
	return nil
}

func objectIsA(c *call) value {
	class, ok := c.arg(0).(constant)
	if !ok {
		c.raise("TypeError", "a class is needed")
	}
	own := className(c.self)
	if c.name == "instance_of?" {
		return own == string(class)
	}
	return instanceOf(own, string(class))
}

// instanceOf tells whether a class is another one or below it.
func instanceOf(own, class string) bool {
	switch class {
	case own, "Object", "BasicObject", "Kernel":
		return true
	case "Numeric":
		return own == "Integer" || own == "Float"
	case "Comparable":
		return own == "Integer" || own == "Float" || own == "String" || own == "Time"
	case "Enumerable":
		return own == "Array" || own == "Hash" || own == "Range"
	}
	return isA(own, class)
}

func objectResponds(c *call) value {
	name := c.str(c.arg(0))
	for _, table := range tableNames(c.self) {
		if _, ok := c.tables[table][name]; ok {
			return true
		}
	}
	if c.self == nil {
		return false
	}
	c.unsupported("asking whether a value has the method "+name+" is not supported", "ask for its class with is_a?")
	return nil
}

func objectCopy(c *call) value {
	switch v := c.self.(type) {
	case *text:
		return c.text(v.s)
	case *list:
		return &list{c.items(v)}
	case *hash:
		h := newHash()
		h.fallback, h.maker = v.fallback, v.maker
		c.merge(h, v)
		return h
	}
	return c.self
}

func objectSend(c *call) value {
	return c.evaluator.call(c.self, c.str(c.arg(0)), c.args[1:], c.block)
}

func objectTry(c *call) value {
	if c.self == nil {
		return nil
	}
	if len(c.args) == 0 {
		return c.yield(c.self)
	}
	return objectSend(c)
}

func (e *evaluator) blank(v value) bool {
	switch v := plain(v).(type) {
	case nil:
		return true
	case bool:
		return !v
	case *text:
		return strings.TrimSpace(v.s) == ""
	case *list:
		return len(v.items) == 0
	case *hash:
		return len(v.keys) == 0
	}
	return false
}

func objectPresence(c *call) value {
	if c.blank(c.self) {
		return nil
	}
	return c.self
}

// objectToList is to_a, which nil has too, as have the ones below.
func objectToList(c *call) value {
	if c.self != nil {
		c.raise("NoMethodError", "%s has no method to_a", article(className(c.self)))
	}
	return &list{}
}

func objectToHash(c *call) value {
	if c.self != nil {
		c.raise("NoMethodError", "%s has no method to_h", article(className(c.self)))
	}
	return newHash()
}

func objectToInt(c *call) value {
	if c.self != nil {
		c.raise("NoMethodError", "%s has no method to_i", article(className(c.self)))
	}
	return 0
}

func objectToFloat(c *call) value {
	if c.self != nil {
		c.raise("NoMethodError", "%s has no method to_f", article(className(c.self)))
	}
	return 0.0
}

func comparableMethods() methods {
	order := func(accept func(int) bool) method {
		return method{1, 1, func(c *call) value { return accept(c.order(c.self, c.arg(0))) }, false}
	}
	return methods{
		"<":        order(func(n int) bool { return n < 0 }),
		"<=":       order(func(n int) bool { return n <= 0 }),
		">":        order(func(n int) bool { return n > 0 }),
		">=":       order(func(n int) bool { return n >= 0 }),
		"between?": {2, 2, func(c *call) value { return c.order(c.self, c.arg(0)) >= 0 && c.order(c.self, c.arg(1)) <= 0 }, false},
		"clamp":    {2, 2, comparableClamp, false},
	}
}

func comparableClamp(c *call) value {
	switch {
	case c.order(c.self, c.arg(0)) < 0:
		return c.arg(0)
	case c.order(c.self, c.arg(1)) > 0:
		return c.arg(1)
	}
	return c.self
}

func symbolMethods() methods {
	table := methods{
		"to_sym":  {0, 0, func(c *call) value { return c.self }, false},
		"to_proc": {0, 0, symbolProc, false},
	}
	for _, name := range []string{"length", "size", "upcase", "downcase", "capitalize", "start_with?", "end_with?", "empty?", "[]"} {
		table[name] = method{0, -1, symbolAsText, false}
	}
	return table
}

func symbolAsText(c *call) value {
	v := c.evaluator.call(c.text(string(c.self.(symbol))), c.name, c.args, c.block)
	if t, ok := v.(*text); ok && c.name != "[]" {
		return symbol(t.s)
	}
	return v
}

func symbolProc(c *call) value {
	name := string(c.self.(symbol))
	return &proc{native: func(args []value) value {
		if len(args) == 0 {
			c.raise("ArgumentError", "no receiver given")
		}
		return c.evaluator.call(args[0], name, args[1:], nil)
	}}
}

func procMethods() methods {
	run := method{0, -1, func(c *call) value { return c.invoke(c.self.(*proc), c.args) }, false}
	return methods{
		"call": run, "()": run, "[]": run, "===": run, "yield": run,
		"to_proc": {0, 0, func(c *call) value { return c.self }, false},
	}
}

func exceptionMethods() methods {
	return methods{
		"message":      {0, 0, func(c *call) value { return c.text(c.self.(exception).message) }, false},
		"full_message": {0, 0, func(c *call) value { return c.text(c.self.(exception).message) }, false},
	}
}

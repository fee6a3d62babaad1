package erb

import (
	"slices"
	"strings"
)

// methods are the methods of a class, by name.
type methods map[string]method

// A method takes between least and most arguments; most is -1 when there is no limit.
type method struct {
	least, most int
	run         func(c *call) value
}

// A call is a call of a method with its receiver and arguments.
type call struct {
	*evaluator
	self  value
	name  string
	args  []value
	named *hash // named arguments, if any
	block *block
}

// A block is a block with the variables it sees, or "&:name", or what a method does itself.
type block struct {
	node  *blockNode
	frame *frame
	name  string
	at    int
	do    func(args []value) value
}

// yielding are the methods that need a block, or wait for it.
var yielding = strings.Fields(`each each_pair each_with_index each_with_object each_slice each_cons each_char each_line each_key
	each_value times upto downto step map map! select! reject! collect flat_map filter_map select filter reject partition group_by find detect
	sort_by min_by max_by take_while drop_while transform_values transform_keys then yield_self tap with_index loop`)

// mayYield are those that may have one.
var mayYield = strings.Fields(`fetch sum count any? all? none? one? min max sort uniq to_h merge merge! update find_index index inject
	reduce sub gsub scan minmax with_index`)

// takesHash are the methods that take named arguments as a hash behind the others.
var takesHash = strings.Fields("merge merge! update format sprintf push << append sub gsub")

// takesNamed are those that read named arguments themselves.
var takesNamed = []string{"load_file", "new", "parse", "load", "safe_load"}

// call calls a method of a value.
func (e *evaluator) call(recv value, name string, args []value, b *block) value {
	return (&call{evaluator: e, self: recv, name: name, args: args, block: b}).dispatch()
}

// dispatch finds the method of the receiver and runs it.
func (c *call) dispatch() value {
	c.step(0)
	origin := c.self
	c.self = plain(origin)
	class := className(c.self)
	for _, name := range []string{class, "Object"} {
		if m, ok := c.classes[name][c.name]; ok {
			return c.apply(m)
		}
	}
	if c.self == nil && c.hasMethod(c.name) {
		if u, ok := origin.(unset); ok {
			c.needsVariable("NoMethodError", u.name, ", so it has no %s", c.name)
		}
		c.raise("NoMethodError", "%s of nothing: the value before it is nil", c.name)
	}
	subject := "the method " + c.name + " of " + article(class)
	if strings.HasSuffix(class, ".") || class == "ENV" {
		subject = strings.TrimSuffix(class, ".") + "." + c.name
	}
	c.unsupported(subject+" is not supported", "use a plainer method, or write the value itself")
	return nil
}

// hasMethod tells whether values of some class have a method, which nil has not.
func (e *evaluator) hasMethod(name string) bool {
	for class, table := range e.classes {
		if _, ok := table[name]; ok && class != "main" && !strings.HasSuffix(class, ".") {
			return true
		}
	}
	return false
}

// function calls a method that has no receiver.
func (c *call) function() value {
	if d, ok := c.defined[c.name]; ok {
		return c.invoke(d)
	}
	if m, ok := c.classes["main"][c.name]; ok {
		return c.apply(m)
	}
	c.unsupported(`"`+c.name+`" is no local variable, and not one of the functions that are supported`,
		"set the variable in a tag above, or write the value itself")
	return nil
}

// apply runs a method. What Ruby's method may take beyond the one here is not supported.
func (c *call) apply(m method) value {
	c.step(sizeOf(c.self) / textCost)
	if c.named != nil && slices.Contains(takesHash, c.name) {
		c.args, c.named = append(c.args, c.named), nil
	}
	yields := slices.Contains(yielding, c.name) && (c.name != "partition" || className(c.self) != "String")
	switch {
	case len(c.args) < m.least || m.most >= 0 && len(c.args) > m.most:
		c.unsupported("this number of arguments for "+c.name+" is not supported", "use its plain form")
	case c.named != nil && !slices.Contains(takesNamed, c.name):
		c.unsupported("named arguments of "+c.name+" are not supported", "use its plain form")
	case c.block == nil && yields && (c.name != "with_index" && c.name != "each_with_index" || className(c.self) != "Enumerator"):
		if s := c.waiting(); s != nil {
			return s
		}
		c.unsupported(c.name+" without a block is not supported", "pass a block")
	case c.block != nil && !yields && !slices.Contains(mayYield, c.name):
		c.unsupported("a block for "+c.name+" is not supported", "use its plain form")
	}
	return m.run(c)
}

// sizeOf is how much a method may have to go through.
func sizeOf(v value) int {
	switch v := v.(type) {
	case string:
		return len(v)
	case *list:
		return len(v.items)
	case *hash:
		return len(v.keys)
	}
	return 0
}

// yield calls the block.
func (c *call) yield(args ...value) value {
	c.enter()
	defer c.leave()
	if c.block.do != nil {
		return c.block.do(args)
	}
	if c.block.node != nil {
		return c.block.node.run(c.block.frame, args)
	}
	c.at = c.block.at
	if len(args) == 0 {
		c.raise("ArgumentError", "%s gives nothing that has a method %s", c.name, c.block.name)
	}
	return c.call(args[0], c.block.name, args[1:], nil)
}

// arg returns an argument, nil when it was not given.
func (c *call) arg(i int) value {
	if i < len(c.args) {
		return plain(c.args[i])
	}
	return nil
}

// s returns the receiver, which is a text.
func (c *call) s() string {
	return c.self.(string)
}

// argText returns an argument that must be a text.
func (c *call) argText(i int) string {
	s, ok := c.arg(i).(string)
	if !ok {
		c.refuse(i, "text")
	}
	return s
}

// argInt returns an argument that must be a whole number.
func (c *call) argInt(i int) int {
	n, ok := c.arg(i).(int)
	if !ok {
		c.refuse(i, "number")
	}
	return n
}

// optCount returns an argument that must be a whole number of at least 0, or what holds without it.
func (c *call) optCount(i, otherwise int) int {
	if i >= len(c.args) {
		return otherwise
	}
	n := c.argInt(i)
	if n < 0 {
		c.unsupported("a negative number for "+c.name+" is not supported", "use its plain form")
	}
	return n
}

// refuse fails because an argument is of the wrong kind: nil is an error in Ruby, others may not be.
func (c *call) refuse(i int, kind string) {
	if c.arg(i) != nil {
		c.unsupported(c.name+" with "+article(className(c.arg(i)))+" is not supported", "pass a "+kind)
	}
	if u, ok := c.args[i].(unset); ok {
		c.needsVariable("TypeError", u.name, ", but %s needs a %s", c.name, kind)
	}
	c.raise("TypeError", "%s needs a %s, not nil", c.name, kind)
}

func article(class string) string {
	if class == "NilClass" {
		return "nil"
	}
	if strings.ContainsAny(class[:1], "AEIOU") {
		return "an " + class
	}
	return "a " + class
}

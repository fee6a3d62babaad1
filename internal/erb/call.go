package erb

import (
	"fmt"
	"strings"
)

// methods are the methods of a class, by name.
type methods map[string]method

// A method takes between least and most arguments; most is -1 when there is no limit. Named arguments come
// apart from the others when named is true; else they are one more argument, a hash.
type method struct {
	least, most int
	run         func(c *call) value
	named       bool
}

// A call is a call of a method with its receiver and arguments.
type call struct {
	*evaluator
	self  value
	name  string
	args  []value
	named *hash
	block *proc
}

// call calls a method of a value.
func (e *evaluator) call(recv value, name string, args []value, block *proc) value {
	e.step(0)
	origin := recv
	recv = plain(recv)
	for _, table := range tableNames(recv) {
		if m, ok := e.tables[table][name]; ok {
			return e.apply(m, recv, name, args, block)
		}
	}
	if u, ok := origin.(unset); ok {
		panic(&raised{
			exception: exception{"NoMethodError", fmt.Sprintf("the environment variable %q is not set, so it has no %s", u.name, name)},
			at:        e.at, name: u.name,
		})
	}
	if recv == nil {
		e.raise("NoMethodError", "%s of nothing: the value before it is nil", name)
	}
	subject := "the method " + name + " of a " + className(recv)
	if c, ok := recv.(constant); ok {
		subject = string(c) + "." + name
	} else if _, ok := recv.(environment); ok {
		subject = "ENV." + name
	}
	e.unsupported(subject+" is not supported", "use a plainer method, or write the value itself")
	return nil
}

// tableNames lists where the methods of a value are looked for.
func tableNames(v value) []string {
	switch v := v.(type) {
	case *text:
		return []string{"String", "Comparable", "Object"}
	case int:
		return []string{"Integer", "Numeric", "Comparable", "Object"}
	case float64:
		return []string{"Float", "Numeric", "Comparable", "Object"}
	case *list:
		return []string{"Array", "Enumerable", "Object"}
	case *hash:
		return []string{"Hash", "Enumerable", "Object"}
	case *span:
		return []string{"Range", "Enumerable", "Object"}
	case environment:
		return []string{"ENV", "Enumerable", "Object"}
	case constant:
		return []string{string(v) + ".", "Module", "Object"}
	case moment:
		return []string{"Time", "Comparable", "Object"}
	case exception:
		return []string{"Exception", "Object"}
	}
	return []string{className(v), "Object"}
}

func (e *evaluator) apply(m method, recv value, name string, args []value, block *proc) value {
	e.step(sizeOf(recv) / textCost)
	c := &call{evaluator: e, self: recv, name: name, args: args, block: block}
	if h, ok := lastNamed(args); ok {
		if m.named {
			c.named, c.args = h, args[:len(args)-1]
		} else {
			given := *h
			given.named = false
			c.args = append(append([]value(nil), args[:len(args)-1]...), &given)
		}
	}
	if len(c.args) < m.least || m.most >= 0 && len(c.args) > m.most {
		e.raise("ArgumentError", "wrong number of arguments for %s (given %d)", name, len(c.args))
	}
	return m.run(c)
}

// sizeOf is how much a method may have to go through.
func sizeOf(v value) int {
	switch v := v.(type) {
	case *text:
		return len(v.s)
	case *list:
		return len(v.items)
	case *hash:
		return len(v.keys)
	}
	return 0
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
	return c.self.(*text).s
}

// argText returns an argument that must be a text.
func (c *call) argText(i int) string {
	v := c.arg(i)
	if t, ok := v.(*text); ok {
		return t.s
	}
	var origin value
	if i < len(c.args) {
		origin = c.args[i]
	}
	if u, ok := origin.(unset); ok {
		panic(&raised{
			exception: exception{"TypeError", fmt.Sprintf("the environment variable %q is not set, but %s needs a text", u.name, c.name)},
			at:        c.at, name: u.name,
		})
	}
	c.raise("TypeError", "%s needs a text, not %s", c.name, article(className(v)))
	return ""
}

// argInt returns an argument that must be a whole number.
func (c *call) argInt(i int) int {
	switch n := c.arg(i).(type) {
	case int:
		return n
	case float64:
		return c.truncate(n)
	default:
		c.raise("TypeError", "%s needs a number, not %s", c.name, article(className(n)))
		return 0
	}
}

// optInt returns an argument that must be a whole number, or what holds without it.
func (c *call) optInt(i, otherwise int) int {
	if i >= len(c.args) {
		return otherwise
	}
	return c.argInt(i)
}

func (c *call) argList(i int) []value {
	v := c.arg(i)
	if l, ok := v.(*list); ok {
		return l.items
	}
	c.raise("TypeError", "%s needs a list, not %s", c.name, article(className(v)))
	return nil
}

func (c *call) argHash(i int) *hash {
	v := c.arg(i)
	if h, ok := v.(*hash); ok {
		return h
	}
	c.raise("TypeError", "%s needs a hash, not %s", c.name, article(className(v)))
	return nil
}

// option returns a named argument.
func (c *call) option(name string) value {
	if c.named == nil {
		return nil
	}
	v, _ := c.get(c.named, symbol(name))
	return plain(v)
}

// yield calls the block.
func (c *call) yield(args ...value) value {
	if c.block == nil {
		c.unsupported(c.name+" without a block is not supported", "pass a block")
	}
	return c.invoke(c.block, args)
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

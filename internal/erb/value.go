package erb

import (
	"cmp"
	"net/url"
	"slices"
	"time"
)

// A value is what an expression has: nil, bool, int, float64, string, or one of the types below.
type value any

type (
	symbol string

	list struct{ items []value }

	// hash keeps the order in which its keys came.
	hash struct {
		keys      []value
		values    map[value]value
		otherwise value // for keys that it has not
	}

	span struct {
		from, to  value
		exclusive bool
	}

	// constant is a class or module, such as File.
	constant string

	environment struct{}

	moment struct{ time.Time }

	// address is a URI.
	address struct{ *url.URL }

	// lost is what a variable has after an error in the comment that was to set it.
	lost struct{}

	// unset is the nil that reading an environment variable gave which is not set.
	unset struct {
		name string
		at   int
	}
)

func newHash() *hash {
	return &hash{values: map[value]value{}}
}

// plain turns every form of nil into nil itself.
func plain(v value) value {
	if _, ok := v.(unset); ok {
		return nil
	}
	return v
}

func truthy(v value) bool {
	v = plain(v)
	return v != nil && v != false
}

// className returns the name of a value's class; that of a class or module ends in a dot.
func className(v value) string {
	switch v := plain(v).(type) {
	case nil:
		return "NilClass"
	case bool:
		return "Boolean"
	case int:
		return "Integer"
	case float64:
		return "Float"
	case string:
		return "String"
	case symbol:
		return "Symbol"
	case *list:
		return "Array"
	case *hash:
		return "Hash"
	case *span:
		return "Range"
	case *pattern:
		return "Regexp"
	case *address:
		return "URI"
	case *steps:
		return "Enumerator"
	case failure:
		return "Exception"
	case *match:
		return "MatchData"
	case *secretsReader:
		return "Kamal::Secrets"
	case moment:
		return "Time"
	case environment:
		return "ENV"
	case constant:
		return string(v) + "."
	}
	return "Object"
}

// newList makes a list, within limits.
func (e *evaluator) newList(items []value) *list {
	e.step(len(items))
	return &list{items}
}

// texts makes a list of texts, within limits.
func (e *evaluator) texts(words []string) *list {
	items := make([]value, len(words))
	for i, word := range words {
		items[i] = word
	}
	return e.newList(items)
}

// key checks that a value can be a key of a hash.
func (e *evaluator) key(v value) value {
	switch v := plain(v).(type) {
	case nil, bool, int, string, symbol:
		return v
	}
	e.unsupported(article(className(v))+" as a key or in a set is not supported", "use texts as keys")
	return nil
}

func (e *evaluator) put(h *hash, key, v value) {
	e.step(0)
	key = e.key(key)
	if _, ok := h.values[key]; !ok {
		h.keys = append(h.keys, key)
	}
	h.values[key] = v
}

func (e *evaluator) get(h *hash, key value) (value, bool) {
	v, ok := h.values[e.key(key)]
	return v, ok
}

// items returns what a value enumerates.
func (e *evaluator) items(v value) []value {
	switch v := v.(type) {
	case *list:
		e.step(len(v.items))
		return slices.Clone(v.items)
	case *hash:
		e.step(len(v.keys))
		items := make([]value, len(v.keys))
		for i, key := range v.keys {
			items[i] = &list{[]value{key, v.values[key]}}
		}
		return items
	case *span:
		return e.spanItems(v)
	case environment:
		return e.items(e.envHash())
	case *steps:
		e.step(len(v.list))
		return slices.Clone(v.list)
	}
	e.unsupported("going through "+article(className(v))+" is not supported", "use a list")
	return nil
}

func (e *evaluator) spanItems(s *span) []value {
	if first, ok := s.from.(string); ok {
		return e.letters(s, first)
	}
	from, okFrom := s.from.(int)
	to, okTo := s.to.(int)
	if !okFrom || !okTo {
		e.unsupported("going through this range is not supported", "use a range of whole numbers")
	}
	if s.exclusive {
		to--
	}
	var items []value
	for ; from <= to; from++ {
		e.step(0)
		items = append(items, from)
	}
	return items
}

// equal is Ruby's "==".
func (e *evaluator) equal(a, b value) bool {
	e.enter()
	defer e.leave()
	a, b = plain(a), plain(b)
	switch x := a.(type) {
	case nil, bool, string, symbol, constant, environment:
		return a == b
	case int:
		y, ok := b.(float64)
		return a == b || ok && float64(x) == y
	case float64:
		y, ok := b.(int)
		return a == b || ok && x == float64(y)
	case *list:
		y, ok := b.(*list)
		return ok && slices.EqualFunc(x.items, y.items, e.equal)
	case *hash:
		y, ok := b.(*hash)
		return ok && len(x.keys) == len(y.keys) && !slices.ContainsFunc(x.keys, func(key value) bool {
			other, ok := y.values[key]
			return !ok || !e.equal(x.values[key], other)
		})
	}
	e.unsupported("comparing "+article(className(a))+" with "+article(className(b))+" is not supported", "compare texts or whole numbers")
	return false
}

// order compares two values that must have an order.
func (e *evaluator) order(a, b value) int {
	a, b = plain(a), plain(b)
	switch x := a.(type) {
	case int:
		if y, ok := b.(int); ok {
			return cmp.Compare(x, y)
		}
		if y, ok := b.(float64); ok {
			return cmp.Compare(float64(x), y)
		}
	case float64:
		if y, ok := number(b); ok {
			return cmp.Compare(x, y)
		}
	case string:
		if y, ok := b.(string); ok {
			return cmp.Compare(x, y)
		}
	case symbol:
		if y, ok := b.(symbol); ok {
			return cmp.Compare(x, y)
		}
	case *list:
		if y, ok := b.(*list); ok {
			return slices.CompareFunc(x.items, y.items, e.order)
		}
	}
	e.unsupported("putting "+article(className(a))+" and "+article(className(b))+" in order is not supported", "compare texts or whole numbers")
	return 0
}

// letters goes through a range of single letters or digits.
func (e *evaluator) letters(s *span, from string) []value {
	to, ok := s.to.(string)
	if !ok || len(from) != 1 || len(to) != 1 || !isLetter(from[0]) && !isDigit(from[0]) || isDigit(from[0]) != isDigit(to[0]) {
		e.unsupported("going through this range is not supported", "use a range of whole numbers, or of single letters")
	}
	var items []value
	for b := int(from[0]); b < int(to[0]) || b == int(to[0]) && !s.exclusive; b++ {
		items = append(items, string(rune(b)))
	}
	return items
}

// isA tells whether a value is of a class.
func (e *evaluator) isA(v value, class string) bool {
	own := className(v)
	switch class {
	case "String", "Integer", "Float", "Array", "Hash", "Symbol", "NilClass", "Range", "Regexp":
		return own == class
	case "Numeric":
		return own == "Integer" || own == "Float"
	case "TrueClass", "FalseClass":
		return v == (class == "TrueClass")
	}
	e.unsupported("asking for the class "+class+" is not supported", "compare values")
	return false
}

// covers is Ruby's operator "===".
func (e *evaluator) covers(condition, v value) bool {
	switch condition := condition.(type) {
	case *pattern:
		return (&call{evaluator: e}).matchText(condition, v) != nil
	case *span:
		if v == nil {
			return false
		}
		above := condition.from == nil || e.order(condition.from, v) <= 0
		below := condition.to == nil || e.order(v, condition.to) < 0 || !condition.exclusive && e.equal(v, condition.to)
		return above && below
	case constant:
		return e.isA(v, string(condition))
	}
	return e.equal(condition, v)
}

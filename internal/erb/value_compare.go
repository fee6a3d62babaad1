package erb

import (
	"cmp"
	"math"
	"strings"
)

// equal is Ruby's "==".
func (e *evaluator) equal(a, b value) bool {
	e.enter()
	defer e.leave()
	a, b = plain(a), plain(b)
	switch a := a.(type) {
	case nil, bool, symbol, constant, exception, mainObject, environment:
		return a == b
	case int, float64:
		x, y, ok := numbers(a, b)
		return ok && x == y
	case *text:
		other, ok := b.(*text)
		return ok && a.s == other.s
	case *list:
		other, ok := b.(*list)
		return ok && e.equalItems(a.items, other.items)
	case *hash:
		other, ok := b.(*hash)
		return ok && e.equalHashes(a, other)
	case *span:
		other, ok := b.(*span)
		return ok && a.exclusive == other.exclusive && e.equal(a.from, other.from) && e.equal(a.to, other.to)
	case *pattern:
		other, ok := b.(*pattern)
		return ok && a.source == other.source && a.flags == other.flags
	case moment:
		other, ok := b.(moment)
		return ok && a.Equal(other.Time)
	case *address:
		other, ok := b.(*address)
		return ok && a.String() == other.String()
	}
	return a == b
}

func (e *evaluator) equalItems(a, b []value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !e.equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func (e *evaluator) equalHashes(a, b *hash) bool {
	if len(a.keys) != len(b.keys) {
		return false
	}
	for _, key := range a.keys {
		left, _ := e.get(a, key)
		right, ok := e.get(b, key)
		if !ok || !e.equal(left, right) {
			return false
		}
	}
	return true
}

// numbers returns two values as floating point numbers, if numbers they are.
func numbers(a, b value) (x, y float64, ok bool) {
	x, okX := number(a)
	y, okY := number(b)
	return x, y, okX && okY
}

func number(v value) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// compare is Ruby's "<=>"; false when the values have no order.
func (e *evaluator) compare(a, b value) (int, bool) {
	e.enter()
	defer e.leave()
	a, b = plain(a), plain(b)
	if x, ok := a.(int); ok {
		if y, ok := b.(int); ok {
			return cmp.Compare(x, y), true
		}
	}
	if x, y, ok := numbers(a, b); ok {
		return cmp.Compare(x, y), !math.IsNaN(x) && !math.IsNaN(y)
	}
	switch a := a.(type) {
	case *text:
		if b, ok := b.(*text); ok {
			return strings.Compare(a.s, b.s), true
		}
	case symbol:
		if b, ok := b.(symbol); ok {
			return cmp.Compare(a, b), true
		}
	case moment:
		if b, ok := b.(moment); ok {
			return a.Compare(b.Time), true
		}
	case *list:
		if b, ok := b.(*list); ok {
			return e.compareLists(a, b)
		}
	}
	return 0, e.equal(a, b)
}

func (e *evaluator) compareLists(a, b *list) (int, bool) {
	for i := range min(len(a.items), len(b.items)) {
		if n, ok := e.compare(a.items[i], b.items[i]); n != 0 || !ok {
			return n, ok
		}
	}
	return cmp.Compare(len(a.items), len(b.items)), true
}

// order compares two values that must have an order.
func (e *evaluator) order(a, b value) int {
	n, ok := e.compare(a, b)
	if !ok {
		e.raise("ArgumentError", "comparison of %s with %s failed", className(a), className(b))
	}
	return n
}

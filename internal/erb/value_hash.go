package erb

import (
	"fmt"
	"slices"
	"strings"
)

// key is a text that is the same for equal keys only.
func (e *evaluator) key(v value) string {
	e.enter()
	defer e.leave()
	switch v := plain(v).(type) {
	case *text:
		return "t" + v.s
	case symbol:
		return "s" + string(v)
	case *list:
		var b strings.Builder
		b.WriteString("l")
		for _, item := range v.items {
			key := e.key(item)
			fmt.Fprintf(&b, "%d:%s", len(key), key)
		}
		e.charge(b.Len())
		return b.String()
	case nil, bool, int, float64, constant:
		return fmt.Sprintf("%T%v", v, v)
	}
	e.unsupported("a "+className(v)+" as a key or in a set is not supported", "use texts as keys")
	return ""
}

func (e *evaluator) put(h *hash, key, v value) {
	e.step(0)
	key = plain(key)
	if t, ok := key.(*text); ok {
		// Ruby copies a text that becomes a key.
		key = &text{t.s}
	}
	k := e.key(key)
	if _, ok := h.values[k]; !ok {
		h.keys = append(h.keys, key)
	}
	h.values[k] = v
}

func (e *evaluator) get(h *hash, key value) (value, bool) {
	v, ok := h.values[e.key(key)]
	return v, ok
}

// valueAt returns the value of a key, or what the hash has for missing keys.
func (e *evaluator) valueAt(h *hash, key value) value {
	if v, ok := e.get(h, key); ok {
		return v
	}
	if h.maker != nil {
		return e.invoke(h.maker, []value{h, key})
	}
	return h.fallback
}

func (e *evaluator) drop(h *hash, key value) (value, bool) {
	k := e.key(key)
	v, ok := h.values[k]
	if ok {
		delete(h.values, k)
		h.keys = slices.DeleteFunc(slices.Clone(h.keys), func(other value) bool { return e.key(other) == k })
	}
	return v, ok
}

func (e *evaluator) merge(h, other *hash) {
	for _, key := range other.keys {
		v, _ := e.get(other, key)
		e.put(h, key, v)
	}
}

func (e *evaluator) pairs(h *hash) []value {
	e.step(len(h.keys))
	items := make([]value, len(h.keys))
	for i, key := range h.keys {
		v, _ := e.get(h, key)
		items[i] = &list{[]value{key, v}}
	}
	return items
}

// items returns what a value enumerates.
func (e *evaluator) items(v value) []value {
	switch v := plain(v).(type) {
	case *list:
		e.step(len(v.items))
		return slices.Clone(v.items)
	case *hash:
		return e.pairs(v)
	case *span:
		return e.spanItems(v)
	case environment:
		return e.pairs(e.envHash())
	default:
		e.raise("NoMethodError", "a %s has no items to go through", className(v))
		return nil
	}
}

func (e *evaluator) spanItems(s *span) []value {
	from, ok := plain(s.from).(int)
	if !ok {
		return e.textSpan(s)
	}
	to, ok := plain(s.to).(int)
	if !ok {
		e.unsupported("a range without an end has no items here", "give the range an end")
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

// textSpan gives the items of a range of single letters.
func (e *evaluator) textSpan(s *span) []value {
	from, okFrom := plain(s.from).(*text)
	to, okTo := plain(s.to).(*text)
	if !okFrom || !okTo || len(from.s) != 1 || len(to.s) != 1 {
		e.unsupported("going through this range is not supported", "use a range of whole numbers or single letters")
	}
	var items []value
	for c := int(from.s[0]); c < int(to.s[0]) || c == int(to.s[0]) && !s.exclusive; c++ {
		items = append(items, e.text(string(rune(c))))
	}
	return items
}

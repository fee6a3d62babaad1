package mask

import (
	"cmp"
	"slices"
	"strings"
)

// Mask knows a set of secrets. It is made by [New], never changes, and may be
// used by any number of goroutines at once. The zero value masks nothing.
type Mask struct {
	mark string
	// starts are the forms by their first four bytes, the longest first; filter has
	// a bit for each of these, by a hash, so that most places in a text cost next to
	// nothing.
	starts map[uint32][]form
	filter [1 << filterBits / 64]uint64
}

const filterBits = 18

// start is the first four bytes of a text as a number.
func start(text string) uint32 {
	return uint32(text[0])<<24 | uint32(text[1])<<16 | uint32(text[2])<<8 | uint32(text[3])
}

// bit gives the place in the filter of the first four bytes of a text.
func bit(start uint32) (word, mask uint64) {
	h := uint64(start*0x9e3779b1) >> (32 - filterBits)
	return h / 64, 1 << (h % 64)
}

// New gives a Mask that puts mark in place of secrets. Those that are too short
// don't count.
func New(secrets []string, mark string) *Mask {
	m := &Mask{mark: mark, starts: map[uint32][]form{}}
	known := map[form]bool{}
	for _, secret := range secrets {
		for _, f := range forms(secret) {
			if len(f.text) < shortest || known[f] {
				continue
			}
			known[f] = true
			first := start(f.text)
			word, mask := bit(first)
			m.filter[word] |= mask
			m.starts[first] = append(m.starts[first], f)
		}
	}
	for _, list := range m.starts {
		slices.SortStableFunc(list, func(a, b form) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return m
}

// Text gives a text without secrets.
func (m *Mask) Text(text string) string {
	masked, _ := m.scan(text, true)
	return masked
}

// scan masks a text. Unless it is whole, what may be the beginning of a secret
// at its end is left for the next piece.
func (m *Mask) scan(text string, whole bool) (masked, rest string) {
	if m == nil || len(m.starts) == 0 {
		return text, ""
	}
	var b strings.Builder
	done, i := 0, 0
	for {
		if i = m.next(text, i); i+fewest > len(text) {
			break
		}
		first := start(text[i:])
		n, partly := longest(m.starts[first], text[i:])
		switch {
		case partly && !whole:
			b.WriteString(text[done:i])
			return b.String(), text[i:]
		case n > 0:
			b.WriteString(text[done:i])
			b.WriteString(m.mark)
			i += n
			done = i
		default:
			i++
		}
	}
	if !whole {
		rest = text[len(text)-m.begun(text[i:]):]
	}
	if done == 0 {
		return text[:len(text)-len(rest)], rest
	}
	b.WriteString(text[done : len(text)-len(rest)])
	return b.String(), rest
}

// next gives the first place from i on at which a form may begin, or one too near to
// the end of the text for any. Most of a text passes through here and nowhere else.
func (m *Mask) next(text string, i int) int {
	if i+fewest > len(text) {
		return i
	}
	last4 := start(text[i:])
	for _, c := range []byte(text[i+fewest:]) {
		if word, mask := bit(last4); m.filter[word]&mask != 0 {
			return i
		}
		last4 = last4<<8 | uint32(c)
		i++
	}
	if word, mask := bit(last4); m.filter[word]&mask != 0 {
		return i
	}
	return i + 1
}

// longest gives the length of the longest form that a text begins with, or 0,
// and whether more text might make it a longer one.
func longest(forms []form, text string) (n int, partly bool) {
	for _, f := range forms {
		length, part := f.match(text)
		partly = partly || part
		n = max(n, length)
	}
	return n, partly
}

// begun is how many of the last bytes of a text, less than four, may be the
// beginning of a form.
func (m *Mask) begun(text string) int {
	for ; text != ""; text = text[1:] {
		for first := range m.starts {
			if head := [4]byte{byte(first >> 24), byte(first >> 16), byte(first >> 8), byte(first)}; strings.HasPrefix(string(head[:]), text) {
				return len(text)
			}
		}
	}
	return 0
}

// fewest is how many bytes every form has, and how many of it stand before a line
// break at least.
const fewest = 4

// match gives how much of a text is the form, or 0, and whether the text is a
// beginning of it.
func (f form) match(text string) (n int, partly bool) {
	i := 0
	for k := range len(f.text) {
		for f.broken && k >= fewest && i < len(text) && (text[i] == '\n' || text[i] == '\r') {
			i++
		}
		if i == len(text) {
			return 0, true
		}
		if text[i] != f.text[k] {
			return 0, false
		}
		i++
	}
	return i, false
}

package yaml11_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// writer makes small documents of what users write and a bit of what they don't.
type writer struct {
	*rand.Rand
	deep int
}

func (w *writer) pick(texts ...string) string { return texts[w.IntN(len(texts))] }

func (w *writer) word() string {
	return w.pick("a", "b c", "X:Y", "80:80", "http://h:80/p?q=1&r", "'q: #'", `"d, \n}"`, "x#y", "it's", "a-b", "-1", "- x", "?x", "a?", "::1", ":s",
		"~", "yes", "0644", "1_000", "3.10", "", "''", "a\tb", "%x", "*x", "@a", "a{b", "a]", "a [b]", "2026-01-14", "<<", "a: b", "a:", "<%= x %>", "é")
}

func (w *writer) gap() string {
	return w.pick("", "", " ", " ", " ", "  ", "\n", "\n  ", "\n\n ", " # c\n  ", "\t", "#c\n")
}

// flow makes a list in brackets, a map in braces, or a word.
func (w *writer) flow() string {
	w.deep++
	defer func() { w.deep-- }()
	switch n := w.IntN(8); {
	case w.deep > 4 || n < 3:
		return w.word()
	case n < 6:
		return "[" + w.gap() + w.join(w.entry) + w.gap() + "]"
	default:
		return "{" + w.gap() + w.join(w.pair) + w.gap() + "}"
	}
}

func (w *writer) join(one func() string) string {
	var parts []string
	for range w.IntN(4) {
		parts = append(parts, one())
	}
	return strings.Join(parts, w.gap()+","+w.gap()) + w.pick("", "", "", ",")
}

func (w *writer) entry() string {
	if w.IntN(5) == 0 {
		return w.pair()
	}
	if w.IntN(5) == 0 {
		return "!!str " + w.word()
	}
	return w.pick("", "", "", "", "&x ", "? ") + w.flow()
}

func (w *writer) pair() string {
	key := w.pick("a", "b", "c d", "'e'", `"f"`, "g", "h", "", "k:l", w.word())
	return w.pick("", "", "", "", "? ") + key + w.pick("", "", "", " ") + w.pick(": ", ": ", ": ", ":", ":\n  ") + w.flow()
}

// block makes a document with lines of blocks.
func (w *writer) block(indent int) string {
	w.deep++
	defer func() { w.deep-- }()
	pad, out := strings.Repeat(" ", indent), ""
	list := w.IntN(3) == 0
	for i := range 1 + w.IntN(3) {
		lead := fmt.Sprintf("%s%s:", pad, w.pick("a", "b", "c")+fmt.Sprint(i))
		if list {
			lead = pad + "-"
		}
		out += lead + w.value(indent) + "\n"
		out += w.pick("", "", "", "", "\n", pad+"# c\n", "#c\n")
	}
	return out
}

func (w *writer) value(indent int) string {
	pad := strings.Repeat(" ", indent+2)
	switch n := w.IntN(10); {
	case w.deep < 4 && n < 3:
		return w.pick("", " # c", " ") + "\n" + strings.TrimSuffix(w.block(indent+w.pickInt(2, 2, 2, 1, 4)), "\n")
	case n < 4:
		return w.pick(" |", " >", " |-", " >+") + "\n" + pad + "[t: #\n" + pad + w.pick("u", " v", "", "w\n")
	case n < 5:
		return " " + w.word() + "\n" + pad + w.pick("more", "[x]", "y # c", "")
	case n < 6:
		return w.pick(" &x ["+w.entry()+"]", " !!str "+w.word(), " !!seq ["+w.entry()+"]", " !!map {"+w.pair()+"}", "\n"+pad+"&x {"+w.pair()+"}")
	case n < 8:
		return w.pick(" ", " ", "  ", "\n"+pad) + w.flow() + w.pick("", "", " # c", " ")
	}
	return " " + w.word()
}

func (w *writer) pickInt(n ...int) int { return n[w.IntN(len(n))] }

var rounds = flag.Int("rounds", 1, "how many sets of random texts are compared with ruby")

// Texts that are made at random are to us what they are to a ruby on the PATH.
func TestParse_ReadsAsTheRubyHere(t *testing.T) {
	for round := range *rounds {
		compareWithRuby(t, &writer{Rand: rand.New(rand.NewPCG(1, uint64(round)))})
	}
}

func compareWithRuby(t *testing.T, w *writer) {
	var texts []string
	for range 1000 {
		texts = append(texts, "a: "+w.flow()+"\n", "- "+w.flow(), w.block(0))
	}
	wants := asRuby(t, texts)
	if wants == nil {
		t.Skip("there is no ruby here")
	}
	accepted := 0
	for i, text := range texts {
		got, err := read(text)
		if wants[i] != refused {
			accepted++
		}
		if got != wants[i] && !isStricter(err) {
			t.Errorf("%q\n gives %s,\n  want %s (%v)", text, got, wants[i], err)
		}
	}
	if accepted < len(texts)/4 {
		t.Errorf("ruby accepts %d of %d texts only", accepted, len(texts))
	}
}

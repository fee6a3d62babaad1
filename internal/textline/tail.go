package textline

import "unicode/utf8"

// Tail keeps the end of a text.
type Tail struct {
	// Limit is how many bytes are kept.
	Limit int

	kept []byte
	cut  bool
}

// Add adds to the text.
func (t *Tail) Add(text string) {
	if len(text) > t.Limit {
		t.kept, t.cut = t.kept[:0], true
		text = text[len(text)-t.Limit:]
	}
	if len(t.kept)+len(text) > 2*t.Limit {
		t.kept = append(t.kept[:0], t.kept[len(t.kept)+len(text)-t.Limit:]...)
		t.cut = true
	}
	t.kept = append(t.kept, text...)
}

// String is the end of the text, with three points in front if something is
// missing.
func (t *Tail) String() string {
	text, cut := t.kept, t.cut
	if len(text) > t.Limit {
		text, cut = text[len(text)-t.Limit:], true
	}
	for cut && len(text) > 0 && !utf8.RuneStart(text[0]) {
		text = text[1:]
	}
	if cut {
		return "..." + string(text)
	}
	return string(text)
}

// Lines are the last n lines that are not empty.
func (t *Tail) Lines(n int) []string {
	var last []string
	for line := range All(t.String()) {
		if line != "" {
			last = append(last, line)
		}
	}
	return last[max(0, len(last)-n):]
}

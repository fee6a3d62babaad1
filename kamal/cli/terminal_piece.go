package cli

import (
	"fmt"
	"strings"
)

// piece prints the next piece of a text: as block does it, or, without a heading,
// as a bare text. A place that said nothing because it failed gets no block, and
// neither does one without heading that said nothing.
func (t *terminal) piece(a answer) {
	if a.piece.First {
		t.shown = a.text != "" || a.heading != "" && a.piece.Err == nil
		t.inLine = t.shown
		if t.shown && a.heading != "" && !t.quiet {
			t.head(a)
		}
	}
	if a.text != "" {
		fmt.Fprint(t.out, a.text)
		t.inLine = !strings.HasSuffix(a.text, "\n")
	}
	if !a.piece.Last || !t.shown {
		return
	}
	if t.inLine {
		fmt.Fprintln(t.out)
	}
	if a.heading != "" {
		fmt.Fprintln(t.out)
	}
	t.inLine = false
}

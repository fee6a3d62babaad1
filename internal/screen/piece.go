package screen

import (
	"fmt"
	"strings"
)

// piece prints the next piece of a text: as block does it, or, without a heading,
// as a bare text. A place that said nothing because it failed gets no block, and
// neither does one without heading that said nothing.
func (t *Terminal) piece(a Answer) {
	if a.Piece.First {
		t.shown = a.Text != "" || a.Heading != "" && a.Piece.Err == nil
		t.inLine = t.shown
		if t.shown && a.Heading != "" && !t.quiet {
			t.head(a)
		}
	}
	if a.Text != "" {
		fmt.Fprint(t.out, a.Text)
		t.inLine = !strings.HasSuffix(a.Text, "\n")
	}
	if !a.Piece.Last || !t.shown {
		return
	}
	if t.inLine {
		fmt.Fprintln(t.out)
	}
	if a.Heading != "" {
		fmt.Fprintln(t.out)
	}
	t.inLine = false
}

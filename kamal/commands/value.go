package commands

import (
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
)

// hostValue gives the word for a value of the configuration: ${NAME} and
// ${NAME:-text} are left to the host's shell, anything else arrives as it
// stands, but for control characters, which arrive as their escapes: \n.
func hostValue(s string) Word {
	s = escape.Controls(s)
	expansions := findExpansions(s)
	if len(expansions) == 0 {
		return Text(s)
	}
	var b strings.Builder
	for i := range len(s) {
		if !expansions[i] && strings.IndexByte("$`\"\\", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return Expand(b.String())
}

var expansion = regexp.MustCompile(`^\$\{[A-Za-z_][A-Za-z0-9_]*[-:#%+=?}]`)

// findExpansions gives the places where an expansion begins that ends within s,
// so that no shell looks for its end beyond the word. One with a single quote
// left open counts as text: some shells would look for its partner.
func findExpansions(s string) map[int]bool {
	type begin struct{ at, quotes int }
	found := map[int]bool{}
	var open []begin
	quotes := 0
	for i := range len(s) {
		switch s[i] {
		case '\'':
			quotes++
		case '$':
			if expansion.MatchString(s[i:]) {
				open = append(open, begin{i, quotes})
			}
		case '}':
			for closed := false; len(open) > 0 && !closed; open = open[:len(open)-1] {
				last := open[len(open)-1]
				closed = (quotes-last.quotes)%2 == 0
				if closed {
					found[last.at] = true
				}
			}
		}
	}
	return found
}

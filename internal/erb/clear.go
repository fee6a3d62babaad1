package erb

import "strings"

// Clear gives a template's text without evaluating anything: tags of code are left out, and mark stands in place of
// what an output tag would put. It is nil when a tag never ends.
func Clear(text []byte, mark string) []byte {
	segments, unclosed := scan(string(text))
	if unclosed >= 0 {
		return nil
	}
	var b strings.Builder
	for _, seg := range segments {
		switch {
		case seg.kind == tagText:
			b.WriteString(seg.text)
		case seg.kind == tagOutput && !seg.comment:
			b.WriteString(mark)
		}
	}
	return []byte(b.String())
}

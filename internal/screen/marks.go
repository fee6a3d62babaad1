package screen

import (
	"runtime"
	"strings"

	"github.com/kamal-go/kamal/kamal"
)

// marks are the signs that stand for what became of a step or a host.
type marks struct{ done, failed, running string }

var (
	prettyMarks = marks{done: "✓", failed: "✗", running: "·"}
	plainMarks  = marks{done: "+", failed: "x", running: "."}
)

// newMarks gives signs that can be shown: plain ones where the locale is of another
// encoding than UTF-8. Where none is set nobody has said that it is.
func newMarks(getenv func(string) string) marks {
	if runtime.GOOS == "windows" {
		return prettyMarks
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(getenv(name)); locale != "" {
			if strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8") {
				return prettyMarks
			}
			return plainMarks
		}
	}
	return prettyMarks
}

// finding writes the sign of a finding as it can be shown.
func (m marks) finding(a Answer) string {
	if _, ok := a.Data.(kamal.Finding); !ok {
		return a.Text
	}
	for pretty, shown := range map[string]string{prettyMarks.failed: m.failed, prettyMarks.done: m.done} {
		if rest, ok := strings.CutPrefix(a.Text, pretty); ok {
			return shown + rest
		}
	}
	return a.Text
}

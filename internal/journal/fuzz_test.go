package journal_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
)

func FuzzEntries_LoseNothingOfOutputButLineBreaks(f *testing.F) {
	for _, text := range []string{"", "one\n", "one\r\n\r\ntwo", "10%\r20%\r", "\n\r\n\r", "\xff\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var all strings.Builder
		for e := range journal.Entries(kamal.Printed{Text: text}) {
			if strings.ContainsAny(e.Text, "\r\n") {
				t.Errorf("%q is several lines", e.Text)
			}
			all.WriteString(e.Text)
		}
		if want := strings.NewReplacer("\r", "", "\n", "").Replace(text); all.String() != want {
			t.Errorf("got %q, want %q", all.String(), want)
		}
	})
}

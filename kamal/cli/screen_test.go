package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScreen_MasksWhatHostsPrinted(t *testing.T) {
	terminal, got := testTerminal(Common{})
	screen := maskedScreen{terminal, func(s string) string { return strings.ReplaceAll(s, "hunter2", "***") }}
	screen.answer(answer{heading: appHost, host: one, text: "PASSWORD=hunter2"})
	screen.answer(answer{of: "app exec", text: "hunter2\n", bare: true})
	screen.answer(answer{of: "secrets print", text: "PASSWORD=hunter2"})
	want := "App Host: 192.0.2.1\nPASSWORD=***\n\nhunter2\nPASSWORD=hunter2\n"
	if diff := cmp.Diff(want, got.out.String()); diff != "" {
		t.Error(diff)
	}
}

package logfile

import (
	"bytes"
	"cmp"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/internal/visible"
)

// here stands for this machine where a command's host is told.
const here = "(local)"

var signs = map[journal.Kind]string{
	journal.Step: "#", journal.Sent: "$", journal.Ended: "=", journal.Stdout: "|", journal.Stderr: "!",
}

// lines writes entries out, safe to show on a terminal. Every line of an entry has all that its first line has.
func lines(now time.Time, entries []journal.Entry) []byte {
	var b bytes.Buffer
	for _, e := range entries {
		prefix := now.Format("2006-01-02 15:04:05.000") + visible.Text(place(e))
		for line := range strings.SplitSeq(visible.Text(e.Text), "\n") {
			b.WriteString(strings.TrimRight(prefix+line, " ") + "\n")
		}
	}
	return b.Bytes()
}

// place gives an entry's host and its sign, with blanks around each.
func place(e journal.Entry) string {
	host, sign := string(e.Host), signs[e.Kind]
	if sign != "" && e.Kind != journal.Step {
		host = cmp.Or(host, here)
	}
	words := []string{""}
	for _, word := range []string{host, sign} {
		if word != "" {
			words = append(words, word)
		}
	}
	if e.Level == journal.Warning {
		words = append(words, "warning:")
	}
	return strings.Join(words, " ") + " "
}

// heading describes the run in one line.
func heading(run journal.Run) string {
	parts := []string{strings.TrimSpace("kamal " + run.Program)}
	for _, p := range []struct{ what, value string }{
		{"", run.Command},
		{"destination ", run.Destination},
		{"service ", run.Service},
		{"version ", string(run.Version)},
		{"performed by ", run.Performer},
		{"run ", run.ID},
	} {
		if p.value != "" {
			parts = append(parts, p.what+p.value)
		}
	}
	return strings.Join(parts, ", ")
}

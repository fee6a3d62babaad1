package journal

import (
	"iter"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Level is how much an entry matters.
type Level int

// The levels, the least first.
const (
	Debug Level = iota
	Info
	Warning
	Error
)

// Kind says what an entry is.
type Kind int

// The kinds of entries.
const (
	// Told is an entry that the program says itself.
	Told Kind = iota
	// Step is the beginning or the end of a step.
	Step
	// Sent is a command that is sent to a host.
	Sent
	// Ended is a command's end.
	Ended
	// Stdout is a line that a command printed on standard output.
	Stdout
	// Stderr is a line that a command printed on standard error.
	Stderr
)

// Entry is something worth writing down.
type Entry struct {
	Kind  Kind
	Level Level
	// Host is empty on this machine, and where it is about no one host.
	Host config.Host
	// Text has no line break at its end. That of Stdout and Stderr is one line,
	// which may be empty; any other has some text and may have several lines.
	Text string
}

// printed gives an entry for each line of a piece of output.
func printed(e kamal.Printed) iter.Seq[Entry] {
	entry := Entry{Kind: Stdout, Level: Info, Host: e.Host}
	if e.Stderr {
		entry.Kind = Stderr
	}
	return func(yield func(Entry) bool) {
		for entry.Text = range textline.All(e.Text) {
			if !yield(entry) {
				return
			}
		}
	}
}

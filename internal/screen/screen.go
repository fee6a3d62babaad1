package screen

import (
	"io"

	"golang.org/x/term"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Screen shows a run: as text for people, or in another form for programs. Its
// methods may be called by several goroutines.
type Screen interface {
	// Event shows what happens.
	Event(kamal.Event)
	// Answer shows a result.
	Answer(Answer)
	// Pause keeps the screen still while ask talks to the user.
	Pause(ask func())
	// Finish shows the error that ended the run, if any, and its status. It is
	// called last.
	Finish(err error, status int)
}

// Answer is a result, or a part of one.
type Answer struct {
	// Of is the command that it answers, as "app details".
	Of string
	// Heading says whose host it is, as "App Host"; empty for a bare text.
	Heading string
	Host    config.Host
	Role    string
	// Accessory is whose host it is, if it is one's.
	Accessory string
	// Data is what programs get; nil for nothing.
	Data any
	// Text is what people get; empty where the screen knows how to put the data.
	Text string
	// Log says that it is one line of a log that is followed.
	Log bool
	// Several says that such lines come from several places.
	Several bool
	// Bare leaves out the end of the line: bytes as they are.
	Bare bool
	// Piece is set where the text is the next of many, secrets masked.
	Piece *kamal.Piece
}

// Options say where a run is shown, and how much of it.
type Options struct {
	Stdout, Stderr io.Writer
	// Getenv reads the environment.
	Getenv func(name string) string
	// Quiet leaves out all but results and errors, Verbose nothing.
	Quiet, Verbose bool
	// Size gives the size of the terminal that Stderr is; nil finds out whether it
	// is one, and asks it.
	Size func() (width, height int)
	// Events gets what happens in place of lines on Stderr; nil for the lines.
	Events func(kamal.Event)
}

// IsTerminal reports whether a stream is connected to one.
func IsTerminal(stream any) bool {
	f, ok := stream.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

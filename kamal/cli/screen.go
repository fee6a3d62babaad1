package cli

import (
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// screen shows a run: as text for people, or as JSON for programs. Its methods
// may be called by several goroutines.
type screen interface {
	// event shows what happens.
	event(kamal.Event)
	// answer shows a result.
	answer(answer)
	// pause keeps the screen still while ask talks to the user.
	pause(ask func())
	// finish shows the error that ended the run, if any. It is called last.
	finish(err error, code int)
}

// answer is a result, or a part of one.
type answer struct {
	// of is the command that it answers, as "app details".
	of string
	// heading says whose host it is, as "App Host"; empty for a bare text.
	heading string
	host    config.Host
	role    string
	// accessory is whose host it is, if it is one's.
	accessory string
	text      string
	// log says that it is one line of a log that is followed.
	log bool
	// several says that such lines come from several places.
	several bool
	// bare leaves out the end of the line: bytes as they are.
	bare bool
	// piece is set where the text is the next of many, secrets masked.
	piece *kamal.Piece
	// data is what programs get besides the text; nil for nothing.
	data any
}

// maskedScreen keeps secrets out of what hosts printed. Raw bytes stay as they
// are.
type maskedScreen struct {
	screen
	mask func(string) string
}

// answer implements screen.
func (m maskedScreen) answer(a answer) {
	if a.host != "" && !a.bare && a.piece == nil {
		a.text = m.mask(a.text)
	}
	m.screen.answer(a)
}

// newScreen gives the screen that the options ask for.
func newScreen(in invocation, o *Common, json bool) screen {
	if json {
		return newJSONScreen(in, o)
	}
	return newTerminal(in, o)
}

package jsonlines

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/visible"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// schema is the version of the form of JSON lines. New keys and new events
// leave it as it is; it changes when a key goes away or means something else.
const schema = 1

// Screen is a [screen.Screen] for programs: one JSON object a line, events and
// results. The last line has the event "finished".
type Screen struct {
	now func() time.Time
	mu  sync.Mutex
	w   io.Writer
	enc *json.Encoder
	// quiet leaves events out, but for results and the end.
	quiet bool
	parts strings.Builder // of a result that comes in pieces
	// deployed is what was deployed, which the end tells too.
	deployed kamal.Deployed
	course   screen.Course
}

// New gives a screen that writes to w; a quiet one leaves events out.
func New(w io.Writer, quiet bool) *Screen {
	enc := json.NewEncoder(harmless{w})
	enc.SetEscapeHTML(false)
	return &Screen{now: time.Now, w: w, enc: enc, quiet: quiet}
}

// harmless makes lines safe to show: JSON lets some control characters pass.
type harmless struct{ w io.Writer }

// Write implements io.Writer; it gets a whole line.
func (w harmless) Write(b []byte) (int, error) {
	if _, err := w.w.Write(visible.JSON(b)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// line is one line. Keys that an event does not have are left out.
type line struct {
	Schema    int            `json:"schema"`
	Time      string         `json:"time"`
	Event     string         `json:"event"`
	Hosts     []config.Host  `json:"hosts,omitempty"`
	Host      config.Host    `json:"host,omitempty"`
	Role      string         `json:"role,omitempty"`
	Accessory string         `json:"accessory,omitempty"`
	Command   string         `json:"command,omitempty"`
	Text      *string        `json:"text,omitempty"`
	Data      any            `json:"data,omitempty"`
	Seconds   *float64       `json:"seconds,omitempty"`
	More      bool           `json:"more,omitempty"`
	Error     string         `json:"error,omitempty"`
	Hint      string         `json:"hint,omitempty"`
	States    []state        `json:"states,omitempty"`
	Version   config.Version `json:"version,omitempty"`
	ExitCode  *int           `json:"exit_code,omitempty"`
	// Interruption is what an interruption met.
	Interruption *screen.Interruption `json:"interruption,omitempty"`
}

// state is how far a role has come on a host that a boot has failed on.
type state struct {
	Host    config.Host    `json:"host"`
	Role    string         `json:"role"`
	State   kamal.State    `json:"state"`
	Before  config.Version `json:"before,omitempty"`
	Version config.Version `json:"version"`
	// Interrupted says why the new version is not there.
	Interrupted bool `json:"interrupted,omitempty"`
}

// Event implements [screen.Screen].
func (s *Screen) Event(e kamal.Event) {
	if d, ok := e.(kamal.Deployed); ok {
		s.deployed = d
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.course.Event(e)
	if s.quiet {
		return
	}
	_, _ = s.w.Write(kamal.EventJSON(e)) // the writer ends the run when it fails
}

// Answer implements [screen.Screen].
func (s *Screen) Answer(a screen.Answer) {
	text := a.Words()
	l := line{Event: "result", Command: a.Of, Host: a.Host, Role: a.Role, Accessory: a.Accessory, Text: &text, Data: forPrograms(a.Data)}
	if a.Log {
		l.Event = "log"
	}
	if a.Piece == nil || s.collect(&l, a) {
		s.write(l)
	}
}

// partSize is how long a text may be until it becomes several results.
const partSize = 1 << 20

// collect puts the pieces of a text into one result, or several if it is long. It
// reports whether there is one to write; see [screen.Terminal] for who has none.
func (s *Screen) collect(l *line, a screen.Answer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := a.Piece
	s.parts.WriteString(p.Text)
	if !p.Last && s.parts.Len() < partSize {
		return false
	}
	text := s.parts.String()
	s.parts.Reset()
	if p.Last {
		text = strings.TrimRightFunc(text, unicode.IsSpace)
	}
	l.Text, l.More = &text, !p.Last
	return text != "" || a.Heading != "" && p.Err == nil
}

// Pause implements [screen.Screen].
func (s *Screen) Pause(ask func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ask()
}

// Finish implements [screen.Screen].
func (s *Screen) Finish(err error, status int) {
	l := line{Event: "finished", ExitCode: &status}
	if d := s.deployed; d.Version != "" {
		l.Version, l.Hosts, l.Seconds = d.Version, d.Hosts, new(d.Took.Seconds())
	}
	if err != nil {
		l.Error, l.Hint = err.Error(), screen.Hint(err)
	}
	if e, ok := errors.AsType[*screen.Interrupted](err); ok {
		l.Interruption, l.Error = new(s.course.Interruption()), s.course.Told(e, false)
	}
	if e, ok := errors.AsType[*kamal.BootError](err); ok {
		for _, reached := range e.States {
			l.States = append(l.States, state(reached))
		}
	}
	s.write(l)
}

func (s *Screen) write(l line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.Schema, l.Time = schema, s.now().UTC().Format(time.RFC3339Nano)
	_ = s.enc.Encode(l) // the writer ends the run when it fails
}

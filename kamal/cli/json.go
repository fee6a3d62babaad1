package cli

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/kamal-go/kamal/internal/visible"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// jsonSchema is the version of the form of JSON lines. New keys and new events
// leave it as it is; it changes when a key goes away or means something else.
const jsonSchema = 1

// jsonScreen is the screen for programs: one JSON object a line, events and
// results, all on standard output. The last line has the event "finished".
type jsonScreen struct {
	now func() time.Time
	mu  sync.Mutex
	enc *json.Encoder
	// quiet leaves events out, but for results and the end.
	quiet bool
	parts strings.Builder // of a result that comes in pieces
}

func newJSONScreen(in invocation, o *Common) *jsonScreen {
	enc := json.NewEncoder(jsonWriter{in.stdout})
	enc.SetEscapeHTML(false)
	return &jsonScreen{now: time.Now, enc: enc, quiet: o.Quiet}
}

// jsonWriter makes lines safe to show: JSON lets some control characters pass.
type jsonWriter struct{ w io.Writer }

// Write implements io.Writer; it gets a whole line.
func (w jsonWriter) Write(b []byte) (int, error) {
	if _, err := w.w.Write(visible.JSON(b)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// jsonLine is one line. Keys that an event does not have are left out.
type jsonLine struct {
	Schema    int           `json:"schema"`
	Time      string        `json:"time"`
	Event     string        `json:"event"`
	Step      string        `json:"step,omitempty"`
	Hosts     []config.Host `json:"hosts,omitempty"`
	Host      config.Host   `json:"host,omitempty"`
	Role      string        `json:"role,omitempty"`
	Accessory string        `json:"accessory,omitempty"`
	Command   string        `json:"command,omitempty"`
	Hook      string        `json:"hook,omitempty"`
	Stream    string        `json:"stream,omitempty"`
	Text      *string       `json:"text,omitempty"`
	Data      any           `json:"data,omitempty"`
	Seconds   *float64      `json:"seconds,omitempty"`
	Optional  bool          `json:"optional,omitempty"`
	Waiting   bool          `json:"waiting,omitempty"`
	More      bool          `json:"more,omitempty"`
	Error     string        `json:"error,omitempty"`
	Hint      string        `json:"hint,omitempty"`
	States    []jsonState   `json:"states,omitempty"`
	ExitCode  *int          `json:"exit_code,omitempty"`
}

// jsonState is how far a role has come on a host that a boot has failed on.
type jsonState struct {
	Host    config.Host    `json:"host"`
	Role    string         `json:"role"`
	State   kamal.State    `json:"state"`
	Before  config.Version `json:"before,omitempty"`
	Version config.Version `json:"version"`
	// Interrupted says why the new version is not there.
	Interrupted bool `json:"interrupted,omitempty"`
}

// event implements screen.
func (s *jsonScreen) event(e kamal.Event) {
	if l, ok := lineOf(e); ok && !s.quiet {
		s.write(l)
	}
}

// answer implements screen.
func (s *jsonScreen) answer(a answer) {
	l := jsonLine{Event: "result", Command: a.of, Host: a.host, Role: a.role, Accessory: a.accessory, Text: &a.text, Data: a.data}
	if a.log {
		l.Event = "log"
	}
	if a.piece == nil || s.collect(&l, a) {
		s.write(l)
	}
}

// jsonPart is how long a text may be until it becomes several results.
const jsonPart = 1 << 20

// collect puts the pieces of a text into one result, or several if it is long. It
// reports whether there is one to write; see [terminal.piece] for who has none.
func (s *jsonScreen) collect(l *jsonLine, a answer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := a.piece
	s.parts.WriteString(p.Text)
	if !p.Last && s.parts.Len() < jsonPart {
		return false
	}
	text := s.parts.String()
	s.parts.Reset()
	if p.Last {
		text = strings.TrimRightFunc(text, unicode.IsSpace)
	}
	l.Text, l.More = &text, !p.Last
	return text != "" || a.heading != "" && p.Err == nil
}

// pause implements screen.
func (s *jsonScreen) pause(ask func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ask()
}

// finish implements screen.
func (s *jsonScreen) finish(err error, code int) {
	l := jsonLine{Event: "finished", ExitCode: &code}
	if err != nil {
		l.Error, l.Hint = err.Error(), hint(err)
	}
	if e, ok := errors.AsType[*kamal.BootError](err); ok {
		for _, state := range e.States {
			l.States = append(l.States, jsonState(state))
		}
	}
	s.write(l)
}

func (s *jsonScreen) write(l jsonLine) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.Schema, l.Time = jsonSchema, s.now().UTC().Format(time.RFC3339Nano)
	_ = s.enc.Encode(l) // the writer ends the run when it fails
}

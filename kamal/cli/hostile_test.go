package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// hostile is a text that takes over a terminal: it writes to the clipboard, sets
// the title, clears the screen (in 7 bits, 8 bits and as UTF-8), overwrites a
// line, and turns the direction of writing.
const hostile = "a\x1b]52;c;aGk=\ab\x1b]0;t\x1b\\c\x1b[2Jd\x9b2Je\u009b2Jf\rg\x00\x7f\u202eh\x1b[31mi\nj"

// events is one event of each type.
func events() []kamal.Event {
	return []kamal.Event{
		kamal.StepStarted{},
		kamal.StepFinished{},
		kamal.HostFinished{},
		kamal.HostFailed{},
		kamal.CommandStarted{},
		kamal.CommandFinished{},
		kamal.Output{},
		kamal.HookStarted{},
		kamal.HookFinished{},
		kamal.ContainerFailed{},
		kamal.LockAcquired{},
		kamal.LockReleasing{},
		kamal.LockReleased{},
		kamal.LockHeld{},
		kamal.Note{},
		kamal.Warning{},
	}
}

// failures is one error of each type that is shown in a way of its own.
func failures() []error {
	return []error{
		errors.New(hostile), &cmdline.UsageError{Msg: hostile, Advice: hostile}, &configError{errors.New(hostile), hostile},
		&interruptedError{errors.New(hostile)}, &kamal.HostError{}, &kamal.CommandError{},
		&kamal.UnhealthyError{}, &kamal.BootError{}, &kamal.MoveError{}, &kamal.LockedError{}, &kamal.HookError{}, &kamal.BuildError{},
		&sshx.ConnectError{}, &sshx.HostKeyError{}, &sshx.ExitError{}, &fs.PathError{},
		config.Problems{},
		&config.FieldError{},
		&secrets.UsageError{}, &secrets.MissingProgramError{},
	}
}

// spoilt fills every field of a value with the hostile text, as deep as it goes.
func spoilt[T any](v T) T {
	p := reflect.New(reflect.TypeOf(v))
	p.Elem().Set(reflect.ValueOf(v))
	spoil(p.Elem(), 0)
	return p.Elem().Interface().(T)
}

func spoil(v reflect.Value, depth int) {
	if !v.CanSet() || depth > 4 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for _, field := range v.Fields() {
			spoil(field, depth+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		spoil(v.Index(0), depth+1)
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		spoil(v.Elem(), depth+1)
	case reflect.Interface:
		if v.Type() == reflect.TypeFor[error]() {
			v.Set(reflect.ValueOf(errors.New(hostile)))
		}
	}
}

func TestEvents_AreAllThereAre(t *testing.T) {
	sources, err := filepath.Glob(filepath.Join("..", "..", "kamal", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	method, count := regexp.MustCompile(`(?m)^func \(\w+\) event\(\)`), 0
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		count += len(method.FindAll(text, -1))
	}
	if got := len(events()); got != count {
		t.Errorf("there are %d types of events, %d are tried", count, got)
	}
}

// screens are the kinds of terminals there are, and what may be in what each shows
// besides text.
func screens() map[string]func() (*terminal, *shown) {
	open := func(o Common, colours, live bool) func() (*terminal, *shown) {
		return func() (*terminal, *shown) {
			s, w := testTerminal(o)
			s.outInk, s.errInk, s.seen = palette{on: colours}, palette{on: colours}, true
			if live {
				s.ticking = &ticker{done: make(chan struct{})}
			}
			return s, w
		}
	}
	return map[string]func() (*terminal, *shown){
		"plain": open(Common{}, false, false), "verbose": open(Common{Verbose: true}, false, false),
		"coloured": open(Common{}, true, false), "verbose coloured": open(Common{Verbose: true}, true, false),
		"live": open(Common{}, true, true), "quiet": open(Common{Quiet: true}, true, false),
	}
}

// checkHarmless refuses output that steers a terminal. What is our own is taken
// out first: colours, where there are some, and the drawing of live lines.
func checkHarmless(t *testing.T, what, output string, colours bool) {
	t.Helper()
	if colours {
		output = regexp.MustCompile("\x1b\\[[0-9;:]*m|\x1b\\[1A\x1b\\[2K").ReplaceAllString(output, "")
	}
	i := strings.IndexFunc(output, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar)
	})
	if i >= 0 {
		t.Errorf("%s: shown with a control character at %d: %q", what, i, output)
	}
}

func TestTerminal_ShowsHostileTextsAsTheyAre(t *testing.T) {
	for name, open := range screens() {
		for _, e := range events() {
			s, w := open()
			s.event(kamal.StepStarted{Step: hostile, Hosts: []config.Host{hostile, "other"}})
			s.event(spoilt(e))
			s.event(spoilt[kamal.Event](kamal.CommandFinished{}))
			s.finish(nil, codeDone)
			checkHarmless(t, name+" "+reflect.TypeOf(e).Name(), w.out.String()+w.err.String(), s.errInk.on)
		}
		for _, err := range failures() {
			s, w := open()
			for _, e := range events() {
				s.event(spoilt(e))
			}
			err = spoilt(err)
			s.finish(errors.Join(&kamal.HostError{Host: hostile, Err: err}, err), codeFailed)
			checkHarmless(t, name+" "+reflect.TypeOf(err).String(), w.out.String()+w.err.String(), s.errInk.on)
			if !strings.Contains(w.err.String(), `\x1b]52;c;aGk=\x07`) {
				t.Errorf("%s %T: the text is not shown: %s", name, err, w.err.String())
			}
		}
	}
}

func TestTerminal_ShowsHostileAnswersAsTheyAre(t *testing.T) {
	answers := []answer{
		{of: "app version", text: hostile},
		{of: "app details", heading: hostile, host: hostile, text: hostile},
		{of: "app logs", log: true, several: true, host: hostile, role: hostile, text: hostile},
		{of: "app logs", log: true, text: hostile},
		{of: "app exec", heading: hostile, host: hostile, text: hostile, piece: &kamal.Piece{First: true, Last: true, Text: hostile}},
	}
	for name, open := range screens() {
		for _, a := range answers {
			s, w := open()
			s.answer(a)
			checkHarmless(t, name+" "+a.of, w.out.String(), s.outInk.on)

			s, w = open()
			s.seen = false
			s.answer(a)
			if !strings.Contains(w.out.String(), hostile) {
				t.Errorf("%s %s: a result for a program was changed: %q", name, a.of, w.out.String())
			}
		}
		s, w := open()
		s.answer(answer{of: "app exec", text: hostile, bare: true})
		if w.out.String() != hostile {
			t.Errorf("%s: raw bytes were changed: %q", name, w.out.String())
		}
	}
}

func TestTerminal_KeepsColoursOfLogsAndOfOutput(t *testing.T) {
	s, w := screens()["coloured"]()
	s.answer(answer{of: "app logs", log: true, text: "\x1b[31mred"})
	if got, want := w.out.String(), "\x1b[31mred\x1b[0m\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestJSON_ShowsHostileTextsAsTheyAre(t *testing.T) {
	var out bytes.Buffer
	s := newJSONScreen(invocation{stdout: &out}, &Common{})
	for _, e := range events() {
		s.event(spoilt(e))
	}
	s.answer(answer{of: "app version", text: hostile})
	s.finish(errors.New(hostile), codeFailed)
	checkHarmless(t, "json", strings.ReplaceAll(out.String(), `\ufffd`, ""), false)
}

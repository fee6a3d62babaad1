package screen

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen/screentest"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// failures is one error of each type that is shown in a way of its own.
func failures() []error {
	return []error{
		errors.New(screentest.Hostile), &cmdline.UsageError{Msg: screentest.Hostile, Advice: screentest.Hostile},
		&Interrupted{Err: errors.New(screentest.Hostile)}, &kamal.HostError{}, &kamal.CommandError{},
		&kamal.UnhealthyError{}, &kamal.BootError{}, &kamal.MoveError{}, &kamal.LockedError{}, &kamal.HookError{}, &kamal.BuildError{},
		&sshx.ConnectError{}, &sshx.HostKeyError{}, &sshx.ExitError{}, &fs.PathError{},
		config.Problems{},
		&config.FieldError{},
		&secrets.UsageError{}, &secrets.MissingProgramError{},
	}
}

func TestEvents_AreAllThereAre(t *testing.T) {
	sources, err := filepath.Glob(filepath.Join("..", "..", "kamal", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	method, count := regexp.MustCompile(`(?m)^func \(e \w+\) with\(h Head\)`), 0
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		count += len(method.FindAll(text, -1))
	}
	if got := len(screentest.Events()); got != count {
		t.Errorf("there are %d types of events, %d are tried", count, got)
	}
}

// screens are the kinds of terminals there are, and what may be in what each shows
// besides text.
func screens() map[string]func() (*Terminal, *shown) {
	open := func(o Options, colours, live bool) func() (*Terminal, *shown) {
		return func() (*Terminal, *shown) {
			s, w := testTerminal(o)
			s.outInk, s.errInk, s.seen = palette{on: colours}, palette{on: colours}, true
			if live {
				s.ticking = &ticker{done: make(chan struct{})}
			}
			return s, w
		}
	}
	return map[string]func() (*Terminal, *shown){
		"plain": open(Options{}, false, false), "verbose": open(Options{Verbose: true}, false, false),
		"coloured": open(Options{}, true, false), "verbose coloured": open(Options{Verbose: true}, true, false),
		"live": open(Options{}, true, true), "quiet": open(Options{Quiet: true}, true, false),
	}
}

func TestTerminal_ShowsHostileTextsAsTheyAre(t *testing.T) {
	for name, open := range screens() {
		for _, e := range screentest.Events() {
			s, w := open()
			s.Event(kamal.StepStarted{Head: kamal.Head{Step: screentest.Hostile}, Words: screentest.Hostile, Hosts: []config.Host{screentest.Hostile, "other"}})
			s.Event(screentest.Spoilt(e))
			s.Event(screentest.Spoilt[kamal.Event](kamal.CommandFinished{}))
			s.Finish(nil, 0)
			screentest.CheckHarmless(t, name+" "+reflect.TypeOf(e).Name(), w.out.String()+w.err.String(), s.errInk.on)
		}
		for _, err := range failures() {
			s, w := open()
			for _, e := range screentest.Events() {
				s.Event(screentest.Spoilt(e))
			}
			err = screentest.Spoilt(err)
			s.Finish(errors.Join(&kamal.HostError{Host: screentest.Hostile, Err: err}, err), 1)
			screentest.CheckHarmless(t, name+" "+reflect.TypeOf(err).String(), w.out.String()+w.err.String(), s.errInk.on)
			if !strings.Contains(w.err.String(), `\x1b]52;c;aGk=\x07`) {
				t.Errorf("%s %T: the text is not shown: %s", name, err, w.err.String())
			}
		}
	}
}

func TestTerminal_ShowsHostileAnswersAsTheyAre(t *testing.T) {
	answers := []Answer{
		{Of: "app version", Text: screentest.Hostile},
		{Of: "app details", Heading: screentest.Hostile, Host: screentest.Hostile, Text: screentest.Hostile},
		{Of: "app logs", Log: true, Several: true, Host: screentest.Hostile, Role: screentest.Hostile, Text: screentest.Hostile},
		{Of: "app logs", Log: true, Text: screentest.Hostile},
		{Of: "app exec", Heading: screentest.Hostile, Host: screentest.Hostile, Text: screentest.Hostile, Piece: &kamal.Piece{First: true, Last: true, Text: screentest.Hostile}},
	}
	for name, open := range screens() {
		for _, a := range answers {
			s, w := open()
			s.Answer(a)
			screentest.CheckHarmless(t, name+" "+a.Of, w.out.String(), s.outInk.on)

			s, w = open()
			s.seen = false
			s.Answer(a)
			if !strings.Contains(w.out.String(), screentest.Hostile) {
				t.Errorf("%s %s: a result for a program was changed: %q", name, a.Of, w.out.String())
			}
		}
		s, w := open()
		s.Answer(Answer{Of: "app exec", Text: screentest.Hostile, Bare: true})
		if w.out.String() != screentest.Hostile {
			t.Errorf("%s: raw bytes were changed: %q", name, w.out.String())
		}
	}
}

func TestTerminal_KeepsColoursOfLogsAndOfOutput(t *testing.T) {
	s, w := screens()["coloured"]()
	s.Answer(Answer{Of: "app logs", Log: true, Text: "\x1b[31mred"})
	if got, want := w.out.String(), "\x1b[31mred\x1b[0m\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

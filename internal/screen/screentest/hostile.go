package screentest

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/kamal-go/kamal/kamal"
)

// Hostile is a text that takes over a terminal: it writes to the clipboard, sets
// the title, clears the screen (in 7 bits, 8 bits and as UTF-8), overwrites a
// line, and turns the direction of writing.
const Hostile = "a\x1b]52;c;aGk=\ab\x1b]0;t\x1b\\c\x1b[2Jd\x9b2Je\u009b2Jf\rg\x00\x7f\u202eh\x1b[31mi\nj"

// Events is one event of each type.
func Events() []kamal.Event {
	return []kamal.Event{
		kamal.StepStarted{},
		kamal.StepFinished{},
		kamal.HostFinished{},
		kamal.HostFailed{},
		kamal.CommandStarted{},
		kamal.CommandFinished{},
		kamal.Printed{},
		kamal.HookStarted{},
		kamal.HookFinished{},
		kamal.ContainerFailed{},
		kamal.LockAcquired{},
		kamal.LockReleasing{},
		kamal.LockReleased{},
		kamal.LockHeld{},
		kamal.Note{},
		kamal.Warning{},
		kamal.Deployed{},
	}
}

// Spoilt fills every field of a value with the hostile text, as deep as it goes.
func Spoilt[T any](v T) T {
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
		v.SetString(Hostile)
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
			v.Set(reflect.ValueOf(errors.New(Hostile)))
		}
	}
}

// CheckHarmless refuses output that steers a terminal. What is our own is taken
// out first: colours, where there are some, and the drawing of live lines.
func CheckHarmless(t *testing.T, what, output string, colours bool) {
	t.Helper()
	if colours {
		output = regexp.MustCompile("\x1b\\[[0-9;:]*m|(?:\x1b\\[[0-9]+A)?\r\r\x1b\\[J").ReplaceAllString(output, "")
	}
	i := strings.IndexFunc(output, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar)
	})
	if i >= 0 {
		t.Errorf("%s: shown with a control character at %d: %q", what, i, output)
	}
}

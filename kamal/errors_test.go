package kamal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestHostErrors_AreAllOfThemInOrder(t *testing.T) {
	one := &kamal.HostError{Host: "app1", Err: errors.Join(errors.New("a"), errors.New("b"))}
	two := &kamal.HostError{Host: "app2", Err: &kamal.HostError{Host: "app3", Err: errors.New("c")}}
	for _, c := range []struct {
		err  error
		want []config.Host
	}{
		{nil, nil},
		{errors.New("no host's"), nil},
		{one, []config.Host{"app1"}},
		{errors.Join(two, errors.New("no host's"), fmt.Errorf("booting: %w", one)), []config.Host{"app2", "app1"}},
		{&kamal.BootError{Err: errors.Join(one, two)}, []config.Host{"app1", "app2"}},
	} {
		var got []config.Host
		for _, e := range kamal.HostErrors(c.err) {
			got = append(got, e.Host)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v:\n%s", c.err, diff)
		}
	}
}

func TestExitStatus_IsThatOfACommandOnly(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		ok     bool
	}{
		{nil, 0, true},
		{errors.New("lost"), 0, false},
		{context.Canceled, 0, false},
		{&kamal.HostError{Err: &kamal.CommandError{Err: statusError(3)}}, 3, true},
		{errors.Join(errors.New("lost"), statusError(4), statusError(5)), 4, true},
	} {
		if status, ok := kamal.ExitStatus(c.err); status != c.status || ok != c.ok {
			t.Errorf("%v: got %d, %t, want %d, %t", c.err, status, ok, c.status, c.ok)
		}
	}
}

func TestOutput_GivesWhatACommandPrints(t *testing.T) {
	x := kamaltest.NewRecorder(t)
	if got, err := kamal.Output(t.Context(), x, "app1", commands.Command("printf", "a\nb ")); got != "a\nb " || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	got, err := kamal.Output(t.Context(), x, "app1", commands.Command("sh", "-c", "echo out; echo no >&2; exit 3"))
	failed, _ := errors.AsType[*kamal.CommandError](err)
	if status, _ := kamal.ExitStatus(err); status != 3 || got != "out\n" || failed == nil || strings.TrimSpace(failed.Stderr) != "no" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestOutput_EndsACommandThatPrintsTooMuch(t *testing.T) {
	x := kamal.ExecutorFunc(func(_ context.Context, _ string, cmd commands.Cmd) error {
		for range 20 {
			if _, err := cmd.Stdout.Write(make([]byte, 1<<20)); err != nil {
				return err
			}
		}
		return nil
	})
	if got, err := kamal.Output(t.Context(), x, "app1", commands.Command("yes")); !errors.Is(err, kamal.ErrOutputTooLong) || len(got) != 16<<20 {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
}

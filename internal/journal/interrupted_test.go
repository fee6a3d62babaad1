package journal_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
)

// signalled is an error of an interruption, as a command line has it.
type signalled struct{ error }

func (signalled) Is(target error) bool { return target == context.Canceled }

var errSignal = signalled{errors.New("interrupt signal received")}

func TestInterrupted_IsWhatHasNotFailed(t *testing.T) {
	broken := &kamal.HostError{Host: "app2", Err: errStatus}
	stopped := &kamal.HostError{Host: "app1", Err: &kamal.CommandError{For: "pulling", Err: errSignal}}
	for _, c := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{errStatus, false},
		{context.Canceled, true},
		{context.DeadlineExceeded, false},
		{fmt.Errorf("waiting: %w", context.Canceled), true},
		{errSignal, true},
		{stopped, true},
		{errors.Join(stopped, stopped), true},
		{errors.Join(stopped, broken), false},
		{&kamal.BuildError{Err: stopped}, true},
		{signalled{broken}, true}, // whatever else came of it
	} {
		if got := journal.Interrupted(c.err); got != c.want {
			t.Errorf("%v: got %t", c.err, got)
		}
	}
}

func TestEntries_TellAnInterruptionAsWhatItIs(t *testing.T) {
	const took = 1500 * time.Millisecond
	for _, test := range []struct {
		event kamal.Event
		want  journal.Entry
	}{
		{
			kamal.StepFinished{Head: kamal.Head{Step: "building"}, Words: "building", Took: took, Err: &kamal.BuildError{Err: errSignal}},
			journal.Entry{Kind: journal.Step, Level: journal.Warning, Text: "building: interrupted after 1.5 seconds"},
		},
		{
			kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Took: took, Err: &kamal.CommandError{Err: context.Canceled}},
			journal.Entry{Kind: journal.Ended, Level: journal.Warning, Host: "app1", Text: "interrupted after 1.5 seconds"},
		},
		{
			kamal.HookFinished{Hook: "pre-build", Took: took, Err: &kamal.HookError{Err: errSignal}},
			journal.Entry{Level: journal.Warning, Text: "hook pre-build: interrupted after 1.5 seconds"},
		},
		{
			kamal.HostFailed{Head: kamal.Head{Host: "app1"}, Err: &kamal.HostError{Host: "app1", Err: errSignal}},
			journal.Entry{Level: journal.Warning, Host: "app1", Text: "interrupted"},
		},
	} {
		if diff := cmp.Diff([]journal.Entry{test.want}, entries(test.event)); diff != "" {
			t.Errorf("%#v:\n%s", test.event, diff)
		}
	}
}

package kamal_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestEvents_SayWhereTheyBelong(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"boot: {limit: 1}\n")
		f.deployed("1")
		started := map[int]kamal.CommandStarted{}
		var open []kamal.StepStarted
		for _, e := range f.Events() {
			head := e.At()
			if head.Time.IsZero() {
				t.Errorf("%T has no time", e)
			}
			if len(open) > 0 && head.Step != open[len(open)-1].Step {
				if _, begins := e.(kamal.StepStarted); !begins {
					t.Errorf("%T is in step %q, not in %q", e, head.Step, open[len(open)-1].Step)
				}
			}
			switch e := e.(type) {
			case kamal.StepStarted:
				open = append(open, e)
			case kamal.StepFinished:
				began := open[len(open)-1]
				open = open[:len(open)-1]
				if diff := cmp.Diff([]any{began.Words, began.Hosts, began.Group}, []any{e.Words, e.Hosts, e.Group}); diff != "" {
					t.Errorf("a step ends otherwise than it began:\n%s", diff)
				}
			case kamal.CommandStarted:
				started[e.Command] = e
			case kamal.CommandFinished:
				if began := started[e.Command]; began.Line != e.Line || began.Host != e.Host {
					t.Errorf("command %d began as %q on %s, and ended as %q on %s", e.Command, began.Line, began.Host, e.Line, e.Host)
				}
			case kamal.Printed:
				if started[e.Command].Host != e.Host {
					t.Errorf("output on %s belongs to command %d, which is on %s", e.Host, e.Command, started[e.Command].Host)
				}
			}
		}
		for n := range len(started) {
			if _, ok := started[n+1]; !ok {
				t.Errorf("there are %d commands, and none has number %d", len(started), n+1)
			}
		}
	})
}

func TestEvents_TellTheGroupThatHooksAreAbout(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		operate func(*testing.T, *fleet) error
		step    kamal.Step
		want    [][]config.Host
	}{
		"a boot limit": {twoHosts + "boot: {limit: 1}\n", func(t *testing.T, f *fleet) error {
			return f.at("1").Deploy(t.Context(), skipPush)
		}, kamal.StepBootApp, [][]config.Host{{"app1"}, {"app2"}}},
		"a rolling reboot": {twoHosts, func(t *testing.T, f *fleet) error {
			f.deployed("1")
			return f.at("1").Proxy().Reboot(t.Context(), kamal.RebootOptions{Rolling: true})
		}, "reboot-proxy", [][]config.Host{{"app1"}, {"app2"}}},
		"no group": {twoHosts, func(t *testing.T, f *fleet) error {
			return f.at("1").Deploy(t.Context(), skipPush)
		}, kamal.StepPull, [][]config.Host{nil}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				f := newFleet(t, c.text)
				if err := c.operate(t, f); err != nil {
					t.Fatal(err)
				}
				var got [][]config.Host
				for _, e := range f.Events() {
					if e, ok := e.(kamal.StepFinished); ok && e.Step == c.step {
						got = append(got, slices.Clone(e.Group))
					}
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// errorsFirst hands on what a host says on standard error before the rest: over SSH the
// two come as they may.
type errorsFirst struct{ kamal.Executor }

func (x errorsFirst) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	var out bytes.Buffer
	to := cmd.Stdout
	cmd.Stdout = &out
	err := x.Executor.Run(ctx, host, cmd)
	if to == nil {
		return err
	}
	_, wrong := to.Write(out.Bytes())
	return errors.Join(err, wrong)
}

func TestPrinted_ComesAfterTheStartOfItsCommand(t *testing.T) {
	f := newFleet(t, twoHosts, kamaltest.Reply{Line: "docker login *", Stderr: "stored in clear\n"})
	f.remote = errorsFirst{f}
	f.deployed("1")
	started, said := map[int]bool{}, 0
	for _, e := range f.Events() {
		switch e := e.(type) {
		case kamal.CommandStarted:
			started[e.Command] = true
		case kamal.Printed:
			if e.Stderr && e.Host != "" {
				said++
			}
			if !started[e.Command] {
				t.Errorf("%q on %s belongs to command %d, which has not begun", e.Text, e.Host, e.Command)
			}
		}
	}
	if said < 2 {
		t.Errorf("hosts said %d things", said)
	}
}

func TestStepStarted_WordsNameTheSubject(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"accessories: {db: {image: postgres, host: app1}}\n")
		if err := f.at("1").Accessory("db").Boot(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, e := range f.Events() {
			if e, ok := e.(kamal.StepStarted); ok && e.Step == kamal.StepBootAccessory && e.Subject == "db" && e.Words == "booting accessory db" {
				return
			}
		}
		t.Errorf("no step boots accessory db: %v", f.Events())
	})
}

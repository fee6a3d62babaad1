package screen

import (
	"context"
	"errors"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

var errSignal = errors.New("interrupt signal received")

func TestCourse_TellsWhatAnInterruptionMet(t *testing.T) {
	hosts := []config.Host{one, two}
	in := func(h config.Host, s kamal.Step) kamal.Head { return kamal.Head{Host: h, Step: s} }
	step := func(s kamal.Step, words string, on []config.Host, done ...config.Host) []kamal.Event {
		events := []kamal.Event{kamal.StepStarted{Head: in("", s), Words: words, Hosts: on}}
		for _, h := range done {
			events = append(events, kamal.HostFinished{Head: in(h, s)})
		}
		return append(events, kamal.StepFinished{Head: in("", s), Words: words, Hosts: on, Err: errSignal})
	}
	taken, free := kamal.LockAcquired{Head: in(one, "")}, kamal.LockReleased{Head: in(one, "")}
	locked := func(events ...kamal.Event) []kamal.Event {
		return append(append([]kamal.Event{taken}, events...), free)
	}
	boot := func(states ...kamal.RoleState) error {
		for i := range states {
			states[i].Before, states[i].Version = "v1", "v2"
		}
		return &kamal.BootError{Err: errSignal, States: states}
	}
	for name, c := range map[string]struct {
		events []kamal.Event
		err    error
		want   string
	}{
		"the build, beside which hosts are made ready": {
			append(step(readyHosts, "making hosts ready", hosts), step(kamal.StepBuild, "building the image", nil)...), context.Canceled,
			"interrupted while building the image; what ran before runs on; no deploy lock was taken",
		},
		"a build that docker has ended by itself": {
			step(kamal.StepBuild, "building the image", nil), &kamal.BuildError{Err: &kamal.CommandError{Err: ended(130)}},
			"interrupted while building the image; what ran before runs on; no deploy lock was taken",
		},
		"a boot": {
			locked(step(kamal.StepBootApp, "booting the app", hosts, one)...),
			boot(kamal.RoleState{Host: one, Role: "web", State: kamal.StateNew}, kamal.RoleState{Host: two, Role: "web", State: kamal.StateOld}),
			"interrupted while booting the app on 192.0.2.1, 192.0.2.2; version v2 runs on 192.0.2.1, version v1 runs on 192.0.2.2; the deploy lock is free",
		},
		"a boot with a role of a host done": {
			locked(step(kamal.StepBootApp, "booting the app", hosts[:1])...),
			boot(kamal.RoleState{Host: one, Role: "web", State: kamal.StateNew}, kamal.RoleState{Host: one, Role: "job", State: kamal.StateUntouched}),
			"interrupted while booting the app on 192.0.2.1; version v2 runs on 192.0.2.1 (web), version v1 runs on 192.0.2.1 (job); the deploy lock is free",
		},
		"accessories": {
			locked(step("restart-accessory", "restarting accessory", hosts, two)...), errSignal,
			"interrupted while restarting accessory on 192.0.2.1, 192.0.2.2; done on 192.0.2.2, not on 192.0.2.1; the deploy lock is free",
		},
		"a lock that stays": {
			[]kamal.Event{taken},
			&kamal.HostError{Host: one, Err: context.Canceled},
			"interrupted while working on 192.0.2.1; the deploy lock is still held on 192.0.2.1: kamal lock release",
		},
		"a wait for the lock": {[]kamal.Event{kamal.LockHeld{Waiting: true}}, errSignal, "interrupted while waiting for the deploy lock"},
		"logs":                {nil, &kamal.HostError{Host: one, Err: context.Canceled}, "interrupted while working on 192.0.2.1"},
	} {
		t.Run(name, func(t *testing.T) {
			var course Course
			for _, e := range c.events {
				course.Event(e)
			}
			if got := course.Told(&Interrupted{Err: c.err, Cause: errSignal}, false); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// ended is the end of a command with a status.
type ended int

func (ended) Error() string     { return "exit status" }
func (e ended) ExitStatus() int { return int(e) }

package journal_test

import (
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func entries(e kamal.Event) []journal.Entry { return slices.Collect(journal.Entries(e)) }

var errStatus = errors.New("exit status 1")

func TestEntries_TellEveryEvent(t *testing.T) {
	const took = 1500 * time.Millisecond
	for _, test := range []struct {
		event kamal.Event
		want  journal.Entry
	}{
		{
			kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{"app1", "app2"}},
			journal.Entry{Kind: journal.Step, Level: journal.Info, Text: "booting the app on app1, app2"},
		},
		{kamal.StepStarted{Head: kamal.Head{Step: "building"}, Words: "building"}, journal.Entry{Kind: journal.Step, Level: journal.Info, Text: "building"}},
		{kamal.StepFinished{Head: kamal.Head{Step: "building"}, Words: "building", Took: took}, journal.Entry{Kind: journal.Step, Level: journal.Info, Text: "building: done in 1.5 seconds"}},
		{
			kamal.StepFinished{Head: kamal.Head{Step: "building"}, Words: "building", Took: took, Err: errStatus},
			journal.Entry{Kind: journal.Step, Level: journal.Error, Text: "building: failed after 1.5 seconds: exit status 1"},
		},
		{kamal.CommandStarted{Head: kamal.Head{Host: "app1"}, Line: "docker ps"}, journal.Entry{Kind: journal.Sent, Level: journal.Info, Host: "app1", Text: "docker ps"}},
		{kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Line: "docker ps", Took: took}, journal.Entry{Kind: journal.Ended, Level: journal.Debug, Host: "app1", Text: "done in 1.5 seconds"}},
		{
			kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Took: took, Err: &kamal.CommandError{Stderr: "told before", Err: errStatus}},
			journal.Entry{Kind: journal.Ended, Level: journal.Error, Host: "app1", Text: "failed after 1.5 seconds: exit status 1"},
		},
		{
			kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Took: took, Err: errStatus, Optional: true},
			journal.Entry{Kind: journal.Ended, Level: journal.Debug, Host: "app1", Text: "failed after 1.5 seconds: exit status 1, which is no trouble"},
		},
		{kamal.HookStarted{Hook: "pre-deploy"}, journal.Entry{Level: journal.Info, Text: "hook pre-deploy"}},
		{kamal.HookFinished{Hook: "pre-deploy", Output: "told before", Took: took}, journal.Entry{Level: journal.Info, Text: "hook pre-deploy: done in 1.5 seconds"}},
		{
			kamal.HookFinished{Hook: "pre-deploy", Took: took, Err: &kamal.HookError{Output: "told before", Err: errStatus}},
			journal.Entry{Level: journal.Error, Text: "hook pre-deploy: failed after 1.5 seconds: exit status 1"},
		},
		{kamal.Note{Head: kamal.Head{Host: "app1"}, Text: "nothing to do\n"}, journal.Entry{Level: journal.Info, Host: "app1", Text: "nothing to do"}},
		{kamal.Warning{Head: kamal.Head{Host: "app1"}, Text: "no curl\n"}, journal.Entry{Level: journal.Warning, Host: "app1", Text: "no curl"}},
		{kamal.HostFinished{Head: kamal.Head{Host: "app1"}}, journal.Entry{Level: journal.Debug, Host: "app1", Text: "done"}},
		{kamal.HostFailed{Head: kamal.Head{Host: "app1"}, Err: &kamal.HostError{Host: "app1", Err: errStatus}}, journal.Entry{Level: journal.Error, Host: "app1", Text: "failed: exit status 1"}},
		{kamal.LockAcquired{Head: kamal.Head{Host: "app1"}}, journal.Entry{Level: journal.Info, Host: "app1", Text: "lock taken"}},
		{kamal.LockReleased{Head: kamal.Head{Host: "app1"}}, journal.Entry{Level: journal.Info, Host: "app1", Text: "lock released"}},
		{kamal.LockHeld{Head: kamal.Head{Host: "app1"}, Details: "Locked by: me\n", Waiting: true}, journal.Entry{Level: journal.Warning, Host: "app1", Text: "the deploy lock is held, waiting for it:\nLocked by: me"}},
		{
			kamal.ContainerFailed{
				Head: kamal.Head{Host: "app1"}, Role: "web", Version: "abcdef012345", Status: "exited", ExitCode: 137, OutOfMemory: true,
				Health: []string{"connection refused\n", "\n"}, Log: "told before",
			},
			journal.Entry{
				Level: journal.Error, Host: "app1",
				Text: "the container of web in version abcdef0 did not come up: it exited with status 137, it was killed for want of memory\n" +
					"its health check printed: connection refused",
			},
		},
		{
			kamal.ContainerFailed{Head: kamal.Head{Host: "app1"}, Role: "web", Version: "1", Status: "created", Error: "no such file"},
			journal.Entry{
				Level: journal.Error, Host: "app1",
				Text: "the container of web in version 1 did not come up: it is created, no such file",
			},
		},
		{
			kamal.ContainerFailed{Head: kamal.Head{Host: "app1"}, Role: "web", Version: "1"},
			journal.Entry{
				Level: journal.Error, Host: "app1",
				Text: "the container of web in version 1 did not come up: there is none",
			},
		},
	} {
		if diff := cmp.Diff([]journal.Entry{test.want}, entries(test.event)); diff != "" {
			t.Errorf("%#v (-want +got):\n%s", test.event, diff)
		}
	}
}

func TestEntries_GiveALineOfOutputEach(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"one\ntwo\n", []string{"one", "two"}},
		{"one\r\n\r\ntwo", []string{"one", "", "two"}},
		{"10%\r20%\r", []string{"10%", "20%"}},
		{"", nil},
	} {
		var got []string
		for e := range journal.Entries(kamal.Printed{Text: test.text}) {
			got = append(got, e.Text)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestEntries_TellTheStreamOfOutput(t *testing.T) {
	want := []journal.Entry{{Kind: journal.Stdout, Level: journal.Info, Host: "app1", Text: "ok"}}
	if diff := cmp.Diff(want, entries(kamal.Printed{Head: kamal.Head{Host: "app1"}, Text: "ok\n"})); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	want[0].Kind = journal.Stderr
	if diff := cmp.Diff(want, entries(kamal.Printed{Head: kamal.Head{Host: "app1"}, Text: "ok\n", Stderr: true})); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestEntries_LeaveOutWhatSaysNothing(t *testing.T) {
	if got := entries(kamal.Note{Text: "\n"}); got != nil {
		t.Errorf("an empty note gives %v", got)
	}
}

func TestFailure_TellsTheStateOfEachHost(t *testing.T) {
	err := &kamal.BootError{Err: errStatus, States: []kamal.RoleState{
		{Host: "app1", Role: "web", State: kamal.StateNew, Version: "2"},
		{Host: "app2", Role: "web", State: kamal.StateUntouched, Version: "2"},
	}}
	want := "exit status 1\napp1 web: version 2 runs\napp2 web: not touched"
	if diff := cmp.Diff(want, journal.Failure(err)); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	if diff := cmp.Diff("exit status 1", journal.Failure(errStatus)); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestRun_NamesDeploymentsOnly(t *testing.T) {
	for _, test := range []struct {
		run  journal.Run
		want string
	}{
		{journal.Run{Command: "setup", Service: "shop", Version: "abcdef012345"}, "shop@abcdef0"},
		{journal.Run{Command: "deploy", Service: "shop", Version: "1"}, "shop@1"},
		{journal.Run{Command: "redeploy", Service: "shop"}, "shop"},
		{journal.Run{Command: "rollback", Service: "shop", Version: "1"}, "shop@1"},
		{journal.Run{Command: "app boot", Service: "shop", Version: "1"}, ""},
	} {
		if got := test.run.Deployment(); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.run, got, test.want)
		}
	}
}

func TestNewID_GivesADifferentUUIDEachTime(t *testing.T) {
	a, b := journal.NewID(), journal.NewID()
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if !form.MatchString(a) || a == b {
		t.Errorf("got %q and %q", a, b)
	}
}

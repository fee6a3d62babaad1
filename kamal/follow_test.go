package kamal_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// lines collects what is followed until ctx ends.
func lines(logs func(context.Context, kamal.LogOptions) ([]kamal.Result, error), ctx context.Context) ([]string, error) {
	var all []string
	_, err := logs(ctx, kamal.LogOptions{Follow: func(h config.Host, role, line string) { all = append(all, string(h)+" "+role+": "+line) }})
	slices.Sort(all)
	return all, err
}

func TestFollow_AllHostsAndRolesUntilItIsEnded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, threeRoles)
		f.deployed("1")
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		got, err := lines(f.at("1").App().Logs, ctx)
		if err != nil {
			t.Error(err)
		}
		want := []string{
			"app1 web: a log line of app-web-1", "app2 web: a log line of app-web-1",
			"app3 job: a log line of app-job-1", "app3 mail: a log line of app-mail-1",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFollow_CutsLinesAndKeepsAnUnfinishedLast(t *testing.T) {
	f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app1", Line: "docker logs*", Stdout: "one\r\ntwo\nthr", Stderr: "ee"},
		kamaltest.Reply{Host: "app2", Line: "docker logs*", Stdout: "\n"})
	got, err := lines(f.at("1").Proxy().Logs, t.Context())
	if err != nil {
		t.Error(err)
	}
	want := []string{"app1 proxy: one", "app1 proxy: three", "app1 proxy: two", "app2 proxy: "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFollow_AHostThatIsLostIsAnError(t *testing.T) {
	f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app2", Line: "docker logs*", Err: kamaltest.ErrLost},
		kamaltest.Reply{Host: "app1", Line: "docker logs*", Stdout: "x\n"})
	_, err := lines(f.at("1").Proxy().Logs, t.Context())
	host, ok := errors.AsType[*kamal.HostError](err)
	if !ok || host.Host != "app2" || !errors.Is(err, kamaltest.ErrLost) {
		t.Errorf("got %v", err)
	}
}

// A callback's panic reaches who called, whatever goroutine hands on the output.
func TestCallbacksForOutput_PanicWhereTheyWereGiven(t *testing.T) {
	for name, run := range map[string]func(*kamal.Deployer) error{
		"lines": func(d *kamal.Deployer) error {
			_, err := d.App().Logs(t.Context(), kamal.LogOptions{Follow: func(config.Host, string, string) { panic("mine") }})
			return err
		},
		"pieces": func(d *kamal.Deployer) error {
			_, err := d.App().Logs(t.Context(), kamal.LogOptions{Pieces: func(kamal.Piece) { panic("mine") }})
			return err
		},
		"raw": func(d *kamal.Deployer) error {
			_, err := d.Server().Exec(t.Context(), kamal.ExecOptions{Command: "docker logs app-web-1", Raw: panicking{}})
			return err
		},
	} {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.remote = aside(f)
		func() {
			defer func() {
				if got := recover(); got != "mine" {
					t.Errorf("%s: recovered %v", name, got)
				}
			}()
			t.Errorf("%s: got %v and no panic", name, run(f.at("1")))
		}()
	}
}

// aside is an executor that hands on output on goroutines of its own, as SSH does.
func aside(x kamal.Executor) kamal.Executor {
	return kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
		ended := make(chan error)
		go func() { ended <- x.Run(ctx, host, cmd) }()
		return <-ended
	})
}

type panicking struct{}

func (panicking) Write([]byte) (int, error) { panic("mine") }

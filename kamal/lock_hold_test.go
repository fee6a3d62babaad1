package kamal_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// The lock goes with the end of the primary host's pull. What fails on another host then
// gives it back.
func TestDeploy_LockTakenWithThePullIsReleasedWhenAnotherHostFails(t *testing.T) {
	f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app2", Line: "docker pull *", Exit: 1, Stderr: "no such manifest"})
	err := f.at("1").Deploy(t.Context(), skipPush)
	if err == nil || !strings.Contains(err.Error(), "no such manifest") || strings.Contains(err.Error(), "lock") {
		t.Errorf("got %v", err)
	}
	if !f.got("app1", "mkdir .kamal/lock-app") || f.locked("app1") {
		t.Errorf("the lock was not taken and given back: %v", f.Lines("app1"))
	}
	if f.got("app1", "docker run") {
		t.Error("it went on")
	}
}

func TestDeploy_AnImageOfAnotherServiceLeavesNoLock(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.SetService("*", "other")
		began := time.Now()
		if err := f.at("1").Deploy(t.Context(), skipPush); err == nil || strings.Contains(err.Error(), "lock") {
			t.Errorf("got %v", err)
		}
		if f.locked("app1") {
			t.Error("the lock is left behind")
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("it waited %s for nothing", took)
		}
	})
}

// Others see signs of life also while the other hosts still pull, however long.
func TestDeploy_LockTakenWithThePullBeatsFromThenOn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts,
			kamaltest.Reply{Host: "app1", Line: "docker pull *", Delay: 3 * time.Minute},
			kamaltest.Reply{Host: "app2", Line: "docker pull *", Delay: 10 * time.Minute})
		began := time.Now().UTC()
		check := func(after, beat time.Duration) {
			time.AfterFunc(after, func() {
				coded, _ := f.Host("app1").File(".kamal/lock-app/details")
				text, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(coded))
				if want := "Heartbeat: " + began.Add(beat).Format(time.RFC3339); !strings.Contains(string(text), want) {
					t.Errorf("after %s the lock says\n%s\nwant %s", after, text, want)
				}
			})
		}
		check(3*time.Minute+time.Second, 3*time.Minute)
		check(8*time.Minute+40*time.Second, 8*time.Minute+30*time.Second)
		if err := f.at("1").Deploy(t.Context(), skipPush); err != nil {
			t.Fatal(err)
		}
		if f.locked("app1") {
			t.Error("the lock is left behind")
		}
	})
}

func TestDeploy_WaitsForTheLockThatItMetWithThePull(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hold("Automatic deploy lock", "Heartbeat: "+time.Now().UTC().Format(time.RFC3339))
		time.AfterFunc(40*time.Second, func() { f.Host("app1").RemoveFile(".kamal/lock-app") })
		f.options = append(f.options, kamal.WithLockWait(kamal.LockWait{Wait: true}))
		if err := f.at("1").Deploy(t.Context(), skipPush); err != nil {
			t.Fatal(err)
		}
		pulls := 0
		for _, line := range f.Lines("app1") {
			pulls += strings.Count(line, "docker pull ")
		}
		if pulls != 1 {
			t.Errorf("it pulled %d times", pulls)
		}
	})
}

// A container that has the new one's name serves until the new one does: when it can't
// be renamed, it is left alone.
func TestDeploy_OfTheSameVersionLeavesAContainerThatCanNotBeRenamed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app1", Line: "docker rename *", Exit: 1, Stderr: "no rename"})
		f.deployed("1")
		err := f.at("1").Deploy(t.Context(), skipPush)
		boot, ok := errors.AsType[*kamal.BootError](err)
		if !ok || !strings.Contains(err.Error(), "no rename") || boot.States[0].State != kamal.StateOld {
			t.Errorf("got %v", err)
		}
		if got := f.Host("app1").Serving("app-web"); got != "app-web-1" {
			t.Errorf("app1 serves %q", got)
		}
		if got := f.Host("app1").Running(); !cmp.Equal(got, []string{"kamal-proxy", "app-web-1"}) {
			t.Errorf("there run %v", got)
		}
	})
}

// deaf is an executor that loses a host's answer to its first command with a text, which
// was carried out.
type deaf struct {
	*fleet
	host, text string
	once       sync.Once
}

func (d *deaf) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	lost := false
	if host == d.host && strings.Contains(cmd.Shell(), d.text) {
		d.once.Do(func() { lost = true })
	}
	if !lost {
		return d.fleet.Run(ctx, host, cmd)
	}
	cmd.Stdout = io.Discard
	_ = d.fleet.Run(ctx, host, cmd)
	return kamaltest.ErrLost
}

func TestDeploy_LockOfAnUnheardPullIsReleased(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		err := kamal.New(f.config(), &deaf{fleet: f, host: "app1"}, f.Options()...).Deploy(t.Context(), skipPush)
		if !errors.Is(err, kamaltest.ErrLost) {
			t.Errorf("got %v", err)
		}
		if !f.got("app1", "mkdir .kamal/lock-app") || f.locked("app1") {
			t.Errorf("the lock was not taken and given back: %v", f.Lines("app1"))
		}
	})
}

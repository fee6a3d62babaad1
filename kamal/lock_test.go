package kamal_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// hold puts a lock on app1, as another tool or process would.
func (f *fleet) hold(message string, more ...string) {
	f.tb.Helper()
	details := strings.Join(append([]string{"Locked by: Ann at 2000-01-01T00:00:00Z", "Version: 7", "Message: " + message}, more...), "\n")
	if err := f.Host("app1").WriteFile(".kamal/lock-app/details", base64.StdEncoding.EncodeToString([]byte(details))+"\n"); err != nil {
		f.tb.Fatal(err)
	}
}

func waiting(t time.Duration) kamal.Option {
	return kamal.WithLockWait(kamal.LockWait{Wait: true, Timeout: t})
}

func TestLock_HeldFailsAtOnceAndTellsWho(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.hold("Automatic deploy lock")
	err := f.at("1").Deploy(t.Context(), skipPush)
	locked, ok := errors.AsType[*kamal.LockedError](err)
	if !ok {
		t.Fatalf("got %v, want a LockedError", err)
	}
	if locked.Host != "app1" || !strings.Contains(locked.Details, "Ann") || locked.Waited != 0 {
		t.Errorf("got %+v", locked)
	}
	if f.got("app1", "docker run") {
		t.Error("a container was started without the lock")
	}
	if !f.locked("app1") {
		t.Error("the lock of the other is gone")
	}
}

func TestLock_WaitsAQuarterOfAnHour(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hold("Automatic deploy lock")
		began := time.Now()
		err := f.at("1", waiting(0)).App().Boot(t.Context(), kamal.AppOptions{Version: "1"})
		locked, ok := errors.AsType[*kamal.LockedError](err)
		if !ok || locked.Waited != 15*time.Minute {
			t.Errorf("got %v, want a LockedError after a quarter of an hour", err)
		}
		if waited := time.Since(began); waited != 15*time.Minute {
			t.Errorf("waited %s", waited)
		}
		var told []bool
		for _, e := range f.Events() {
			if e, ok := e.(kamal.LockHeld); ok {
				told = append(told, e.Waiting)
			}
		}
		if len(told) != 2 || !told[0] || told[1] {
			t.Errorf("told of waiting %v, want once of waiting and once of giving up", told)
		}
	})
}

func TestLock_WaitsUntilItIsFree(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hold("Automatic deploy lock")
		time.AfterFunc(5*time.Minute, func() { f.Host("app1").RemoveFile(".kamal/lock-app") })
		if err := f.at("1", waiting(0)).Deploy(t.Context(), skipPush); err != nil {
			t.Fatal(err)
		}
		if f.locked("app1") {
			t.Error("the lock is left behind")
		}
	})
}

func TestLock_DoesNotWaitForAPerson(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hold("Moving house")
		began := time.Now()
		err := f.at("1", waiting(0)).Prune().All(t.Context())
		if locked, ok := errors.AsType[*kamal.LockedError](err); !ok || !locked.ByHand {
			t.Errorf("got %v", err)
		}
		if time.Since(began) != 0 {
			t.Errorf("waited %s", time.Since(began))
		}
	})
}

func TestLock_BeatsWhileItIsHeld(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app2", Line: "docker tag *", Delay: 5 * time.Minute})
		seen := make(chan string, 1)
		time.AfterFunc(4*time.Minute+10*time.Second, func() {
			coded, _ := f.Host("app1").File(".kamal/lock-app/details")
			text, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(coded))
			seen <- string(text)
		})
		began := time.Now().UTC()
		if err := f.at("1").Deploy(t.Context(), skipPush); err != nil {
			t.Fatal(err)
		}
		want := "Heartbeat: " + began.Add(4*time.Minute).Format(time.RFC3339)
		if got := <-seen; !strings.Contains(got, want) {
			t.Errorf("after four minutes the lock says\n%s\nwant %s", got, want)
		}
		if f.locked("app1") {
			t.Error("the lock is left behind")
		}
	})
}

func TestLock_ThatIsTakenAwayIsToldOf(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app2", Line: "docker tag *", Delay: 5 * time.Minute})
		time.AfterFunc(time.Minute+time.Second, func() { f.hold("Moving house") })
		err := f.at("1").Deploy(t.Context(), skipPush)
		if err == nil || !strings.Contains(err.Error(), "releasing the deploy lock") {
			t.Errorf("got %v", err)
		}
		warned := 0
		for _, e := range f.Events() {
			if w, ok := e.(kamal.Warning); ok && strings.Contains(w.Text, "somebody else") {
				warned++
			}
		}
		if warned != 1 || !f.locked("app1") {
			t.Errorf("warned %d times; the other's lock is there: %t", warned, f.locked("app1"))
		}
	})
}

func TestLock_FullDiskIsNotHeld(t *testing.T) {
	f := newFleet(t, twoHosts)
	if err := f.Host("app1").WriteFile(".kamal/x", ""); err != nil {
		t.Fatal(err)
	}
	f.Host("app1").FillDisk(true)
	err := f.at("1").Prune().All(t.Context())
	if err == nil || isLocked(err) || !strings.Contains(err.Error(), "No space left on device") {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(err.Error(), "app1") {
		t.Errorf("the host is missing: %v", err)
	}
}

func TestLock_IsNotTakenInAHookOfAnotherRun(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.env = append(f.env, "KAMAL_LOCK=true")
	f.hold("Automatic deploy lock")
	if err := f.at("1").Prune().All(t.Context()); err != nil {
		t.Error(err)
	}
	if !f.locked("app1") {
		t.Error("the lock of the run around it is gone")
	}
}

// Whichever command a deploy is cancelled at, no lock is left, nothing serves
// half of it, and the error is that of the cancel.
func TestDeploy_CancelledAtAnyCommandReleasesTheLock(t *testing.T) {
	bubble(t, func(t *testing.T) {
		probe := newFleet(t, twoHosts)
		probe.deployed("1")
		probe.Reset()
		probe.deployed("2")
		for i := range probe.Commands() {
			f := newFleet(t, twoHosts)
			f.deployed("1")
			f.Reset()
			ctx, cancel := context.WithCancelCause(t.Context())
			n := 0
			f.watch = func(e kamal.Event) {
				if _, ok := e.(kamal.CommandStarted); ok {
					if n++; n == i+1 {
						cancel(errInterrupted)
					}
				}
			}
			err := f.at("2").Deploy(ctx, skipPush)
			where := fmt.Sprintf("cancelled at command %d", i)
			if err != nil && !errors.Is(err, errInterrupted) && !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", where, err)
			}
			if f.locked("app1") {
				t.Errorf("%s: the lock is left behind", where)
			}
			for _, h := range []string{"app1", "app2"} {
				if f.Host(h).Serving("app-web") == "" {
					t.Errorf("%s: nobody serves on %s", where, h)
				}
			}
			cancel(nil)
		}
	})
}

var errInterrupted = errors.New("interrupted")

// Where Traefik has no say, a lock of the older tool that appears meanwhile is
// not ours to release.
func TestLock_LeavesThatOfAnOlderToolAlone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.Add(kamaltest.Reply{Host: "app1", Line: "docker run --detach *", Before: func() {
			if err := f.Host("app1").WriteFile(".kamal/locks/app/details", "theirs"); err != nil {
				t.Error(err)
			}
		}})
		f.deployed("1")
		if _, there := f.Host("app1").File(".kamal/locks/app/details"); !there || f.locked("app1") {
			t.Errorf("their lock is there: %t, ours: %t", there, f.locked("app1"))
		}
	})
}

// A beat whose answer is lost may have come through or not.
func TestLock_IsReleasedThoughABeatWasLost(t *testing.T) {
	for _, arrives := range []bool{false, true} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app2", Line: "docker tag *", Delay: 3 * time.Minute})
			lost := 0
			remote := kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
				beat := strings.Contains(cmd.String(), "details.new")
				if beat && lost == 0 && !arrives {
					lost++
					return kamaltest.ErrLost
				}
				err := f.Run(ctx, host, cmd)
				if beat && lost == 0 {
					lost++
					return kamaltest.ErrLost
				}
				return err
			})
			if err := kamal.New(f.config(), remote, f.Options()...).Deploy(t.Context(), skipPush); err != nil || lost != 1 {
				t.Errorf("arrives %t: got %v, %d lost", arrives, err, lost)
			}
			if f.locked("app1") {
				t.Errorf("arrives %t: the lock is left behind", arrives)
			}
		})
	}
}

func TestLock_IsReleasedFromAFullDisk(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app2", Line: "docker tag *", Delay: 5 * time.Minute})
		time.AfterFunc(time.Minute+time.Second, func() { f.Host("app1").FillDisk(true) })
		_ = f.at("1").Deploy(t.Context(), skipPush) // what a full disk does to a deploy is its own matter
		if f.locked("app1") {
			t.Error("the lock is left behind")
		}
		for _, e := range f.Events() {
			if w, ok := e.(kamal.Warning); ok && strings.Contains(w.Text, "somebody else") {
				t.Error(w.Text)
			}
		}
	})
}

func TestLock_WithoutDetailsIsAboutToGo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		if err := f.Host("app1").WriteFile(".kamal/lock-app/details", ""); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { f.Host("app1").RemoveFile(".kamal/lock-app") })
		if err := f.at("1", waiting(0)).Deploy(t.Context(), skipPush); err != nil {
			t.Error(err)
		}
	})
}

// A lock that goes away between the attempt to take it and the look at it.
func TestLock_ReleasedWhileItIsLookedAtIsTaken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hold("Automatic deploy lock")
		f.Add(kamaltest.Reply{Host: "app1", Line: "mkdir .kamal/lock-app", Times: 1, Exit: 1, Stderr: "mkdir: File exists\n", Before: func() {
			f.Host("app1").RemoveFile(".kamal/lock-app")
		}})
		if err := f.at("1").Deploy(t.Context(), skipPush); err != nil {
			t.Error(err)
		}
	})
}

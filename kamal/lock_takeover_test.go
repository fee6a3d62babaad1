package kamal_test

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestLock_IsTakenOverWhenItsHolderStoppedBeating(t *testing.T) {
	bubble(t, func(t *testing.T) {
		beat := func(ago time.Duration) string {
			return "Heartbeat: " + time.Now().Add(-ago).UTC().Format(time.RFC3339)
		}
		for ago, taken := range map[time.Duration]bool{time.Minute: false, 3 * time.Minute: true} {
			f := newFleet(t, twoHosts)
			f.hold("Automatic deploy lock", "Holder: ci pid 1", beat(ago))
			err := f.at("1").Prune().All(t.Context())
			if (err == nil) != taken {
				t.Errorf("a lock that last beat %s ago gave %v", ago, err)
			}
			if f.locked("app1") == taken {
				t.Errorf("a lock that last beat %s ago: locked is %t afterwards", ago, !taken)
			}
		}
	})
}

// heldBy is the lock of a deploy, but for its holder, which is changed.
func (f *fleet) heldBy(change func(details string) string) {
	f.tb.Helper()
	var details string
	f.Add(kamaltest.Reply{Host: "app1", Line: "docker tag *", Times: 1, Before: func() {
		coded, _ := f.Host("app1").File(".kamal/lock-app/details")
		text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(coded))
		if err != nil {
			f.tb.Error(err)
		}
		details = change(string(text))
	}})
	f.deployed("1")
	if err := f.Host("app1").WriteFile(".kamal/lock-app/details", base64.StdEncoding.EncodeToString([]byte(details))); err != nil {
		f.tb.Fatal(err)
	}
}

var processLine = regexp.MustCompile(`(?m)^Process: (\S+) (\d+) (\S+) (\d+)$`)

func TestLock_OfAProcessOfThisMachineThatIsGoneIsTakenOverAtOnce(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("what processes there are is told on Linux and macOS")
	}
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	dead, parent := strconv.Itoa(gone.Process.Pid), strconv.Itoa(os.Getppid())
	for name, c := range map[string]struct {
		process string
		taken   bool
	}{
		"one that has ended":                  {"Process: $1 " + dead + " $3 $4", true},
		"one that lives":                      {"Process: $1 " + parent + " ? $4", false},
		"one of another machine":              {"Process: elsewhere " + dead + " $3 $4", false},
		"this one, which gave the lock up":    {"Process: $1 $2 $3 $4", true},
		"this one, in another of its deploys": {"Process: $1 $2 $3 0", true},
		"one that nobody can read":            {"Process: something else", false},
	} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, twoHosts)
			f.heldBy(func(details string) string {
				if !processLine.MatchString(details) {
					t.Fatalf("there is no process in\n%s", details)
				}
				return processLine.ReplaceAllString(details, c.process)
			})
			began := time.Now()
			err := f.at("2").Deploy(t.Context(), skipPush)
			if took := time.Since(began); (err == nil) != c.taken || isLocked(err) == c.taken || took != 0 {
				t.Errorf("%s: got %v after %s", name, err, took)
			}
			if f.locked("app1") == c.taken {
				t.Errorf("%s: locked is %t afterwards", name, !c.taken)
			}
			if err != nil && strings.Contains(err.Error(), "Process:") {
				t.Errorf("%s: what is not for people is shown: %v", name, err)
			}
		})
	}
}

// The same lock, by hand: who says that it is needed must not have to release it
// before.
func TestLockAcquire_TakesOverFromAProcessThatIsGone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.heldBy(func(details string) string { return details })
		if err := f.at("2").Lock().Acquire(t.Context(), "Moving house"); err != nil {
			t.Fatal(err)
		}
		lock, err := f.at("2").Lock().Status(t.Context())
		if err != nil || !lock.Held || lock.Message != "Moving house" || lock.Holder != "" {
			t.Errorf("got %v and %+v", err, lock)
		}
	})
}

// The clock of the holder may be ahead or behind; what is seen of it counts.
func TestLock_WaitingTakesOverAfterTwoMinutesWithoutABeat(t *testing.T) {
	for _, c := range []struct {
		ago, want time.Duration
	}{
		{0, 2 * time.Minute}, {-10 * time.Minute, 2 * time.Minute}, {time.Minute, time.Minute}, {10 * time.Minute, 40 * time.Second},
	} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, twoHosts)
			f.hold("Automatic deploy lock", "Holder: ci pid 1", "Heartbeat: "+time.Now().Add(-c.ago).UTC().Format(time.RFC3339))
			began := time.Now()
			if err := f.at("1", waiting(0)).Prune().All(t.Context()); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began).Truncate(time.Second); took != c.want {
				t.Errorf("last beat %s ago: took %s, want %s", c.ago, took, c.want)
			}
			if f.locked("app1") {
				t.Error("the lock is left behind")
			}
		})
	}
}

// A holder whose clock is far behind looks dead at each beat, and is not.
func TestLock_OfAHolderThatBeatsIsLeftAlone(t *testing.T) {
	for _, wait := range []bool{false, true} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, twoHosts)
			beat := func() {
				f.hold("Automatic deploy lock", "Holder: ci pid 1", "Heartbeat: "+time.Now().Add(-10*time.Minute).UTC().Format(time.RFC3339))
			}
			beat()
			var next *time.Timer
			next = time.AfterFunc(30*time.Second, func() {
				beat()
				next.Reset(30 * time.Second)
			})
			defer next.Stop()
			err := f.at("1", kamal.WithLockWait(kamal.LockWait{Wait: wait})).Prune().All(t.Context())
			if !isLocked(err) || !f.locked("app1") {
				t.Errorf("waiting %t: got %v", wait, err)
			}
		})
	}
}

// The process that held it may live on: a program that deploys again and again.
func TestLock_IsFreeAtOnceAfterItsHostWasLost(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		var lost atomic.Bool // the hosts are told at the same time
		remote := kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
			if strings.Contains(cmd.String(), "docker run --detach --restart") {
				lost.Store(true)
			}
			if lost.Load() && host == "app1" {
				return kamaltest.ErrLost
			}
			return f.Run(ctx, host, cmd)
		})
		f.version = "2"
		if err := kamal.New(f.config(), remote, f.Options()...).Deploy(t.Context(), skipPush); !errors.Is(err, kamaltest.ErrLost) || !f.locked("app1") {
			t.Fatalf("got %v, locked is %t", err, f.locked("app1"))
		}
		began := time.Now()
		f.deployed("2")
		if took := time.Since(began); took != 0 || f.locked("app1") {
			t.Errorf("took %s, locked is %t", took, f.locked("app1"))
		}
	})
}

func TestLock_OfOthersIsNeverTakenOver(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hold("Moving house", "Heartbeat: 1990-01-01T00:00:00Z")
		if err := f.at("1").Prune().All(t.Context()); !isLocked(err) {
			t.Errorf("got %v", err)
		}
	})
}

package hostcmd_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

const small = `
service: shop
image: acme/shop
servers: [192.0.2.1]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64}
`

const smallTraefik = small + "traefik: {}\n"

// load makes a configuration of a text.
func load(tb testing.TB, text string) *config.Config {
	tb.Helper()
	first, _, _ := strings.Cut(text, "\n")
	destination, _ := strings.CutPrefix(first, "# destination: ")
	if destination == first {
		destination = ""
	}
	c, err := config.Parse(tb.Context(), text, config.Options{Destination: destination, WorkDir: "/src/shop/app"})
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func TestLock_HasOneHolder(t *testing.T) {
	lock := hostcmd.Lock{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		const mine, theirs = "Locked by: Dev\nMessage: it's mine", "Locked by: other"
		for _, step := range []struct {
			name string
			cmd  commands.Cmd
			want hostcmd.LockState
		}{
			{"status of none", lock.Status(), hostcmd.LockState{Free: true}},
			{"release of none", lock.Release(), hostcmd.LockState{Free: true}},
			{"acquire", lock.Acquire(mine), hostcmd.LockState{}},
			{"acquire again", lock.Acquire(theirs), hostcmd.LockState{Held: true, Details: mine}},
			{"status", lock.Status(), hostcmd.LockState{Held: true, Details: mine}},
			{"update", lock.Update(mine, mine+"\nnewer"), hostcmd.LockState{}},
			{"status after update", lock.Status(), hostcmd.LockState{Held: true, Details: mine + "\nnewer"}},
			{"take over what was", lock.TakeOver(mine, theirs).Optional(), hostcmd.LockState{}},
			{"status after that", lock.Status(), hostcmd.LockState{Held: true, Details: mine + "\nnewer"}},
			{"take over", lock.TakeOver(mine+"\nnewer", theirs), hostcmd.LockState{}},
			{"take over again", lock.TakeOver(mine+"\nnewer", mine).Optional(), hostcmd.LockState{}},
			{"status after take over", lock.Status(), hostcmd.LockState{Held: true, Details: theirs}},
			{"release", lock.Release(), hostcmd.LockState{}},
			{"take over none", lock.TakeOver(theirs, mine).Optional(), hostcmd.LockState{}},
			{"status after release", lock.Status(), hostcmd.LockState{Free: true}},
			{"acquire by another", lock.Acquire(theirs), hostcmd.LockState{}},
			{"release if theirs", lock.ReleaseIf(theirs), hostcmd.LockState{}},
			{"status at the end", lock.Status(), hostcmd.LockState{Free: true}},
		} {
			if diff := cmp.Diff(step.want, hostcmd.ParseLock(h.Run(step.cmd))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", step.name, diff)
			}
		}
	})
}

func TestLock_OfAnotherIsNeitherUpdatedNorReleased(t *testing.T) {
	lock := hostcmd.Lock{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Run(lock.Acquire("theirs"))
		for _, c := range []commands.Cmd{lock.Update("mine", "newer"), lock.ReleaseIf("mine")} {
			if _, ok := h.Try(c, ""); ok {
				t.Errorf("%s succeeded", c)
			}
		}
		if out, _ := h.Try(lock.Update("mine", "newer"), ""); !hostcmd.ParseLock(out).Changed {
			t.Errorf("an update of another's lock printed %q", out)
		}
		if got := hostcmd.ParseLock(h.Run(lock.Status())); got.Details != "theirs" {
			t.Errorf("the lock is now %+v", got)
		}
	})
}

func TestLock_IsTakenOverByOneOfMany(t *testing.T) {
	lock := hostcmd.Lock{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Run(lock.Acquire("gone"))
		var taken atomic.Int32
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if _, ok := h.Try(lock.TakeOver("gone", fmt.Sprint("holder ", i)), ""); ok {
					taken.Add(1)
				}
			})
		}
		all.Wait()
		if got := hostcmd.ParseLock(h.Run(lock.Status())); taken.Load() != 1 || !strings.HasPrefix(got.Details, "holder ") {
			t.Errorf("%d took it over, and the lock is now %+v", taken.Load(), got)
		}
		if h.Mode(".kamal/lock-shop/claim") != "" {
			t.Error("the claim was left behind")
		}
	})
}

func TestLock_CountsTheOlderToolsLock(t *testing.T) {
	for name, text := range map[string]string{"kamal-proxy": small, "traefik": smallTraefik} {
		lock := hostcmd.Lock{Config: load(t, text)}
		t.Run(name, func(t *testing.T) {
			shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
				h.Write(".kamal/locks/shop/details", "dGhlaXJz\n")
				want := hostcmd.LockState{Held: true, Details: "theirs"}
				for _, c := range []commands.Cmd{lock.Acquire("mine"), lock.Status()} {
					if diff := cmp.Diff(want, hostcmd.ParseLock(h.Run(c))); diff != "" {
						t.Errorf("%s (-want +got):\n%s", c, diff)
					}
				}
				if h.Mode(".kamal/lock-shop") != "" {
					t.Error("our own folder was left behind")
				}
				h.Run(lock.Release())
				if got := hostcmd.ParseLock(h.Run(lock.Acquire("mine"))); got.Held {
					t.Errorf("after a release the lock is %+v", got)
				}
			})
		})
	}
}

func TestLock_IsSeenByOlderToolsWhereTraefikRuns(t *testing.T) {
	lock := hostcmd.Lock{Config: load(t, smallTraefik)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Run(lock.Acquire("mine"))
		if diff := cmp.Diff(h.Read(".kamal/lock-shop/details"), h.Read(".kamal/locks/shop/details")); diff != "" {
			t.Error(diff)
		}
		h.Run(lock.ReleaseIf("mine"))
		if h.Mode(".kamal/lock-shop")+h.Mode(".kamal/locks/shop") != "" {
			t.Error("a folder was left behind")
		}
	})
}

func TestLock_FailsWhenNobodyHoldsItAndItCanNotBeTaken(t *testing.T) {
	lock := hostcmd.Lock{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write(".kamal", "a file where the folder should be")
		if out, ok := h.Try(lock.Acquire("mine"), ""); ok {
			t.Errorf("acquired, and printed %q", out)
		}
	})
}

func TestLock_IsNotLeftBehindWithoutDetails(t *testing.T) {
	lock := hostcmd.Lock{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write("bin/mkdir", "#!/bin/sh\n/bin/mkdir \"$@\" && case $* in *lock-shop) /bin/mkdir .kamal/lock-shop/details;; esac\n")
		if err := os.Chmod(h.Path("bin/mkdir"), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, ok := h.Try(lock.Acquire("mine"), ""); ok {
			t.Error("acquired a lock whose details could not be written")
		}
		if h.Mode(".kamal/lock-shop") != "" {
			t.Error("the folder was left behind")
		}
	})
}

func TestParseLock_OfBrokenDetailsIsHeld(t *testing.T) {
	got := hostcmd.ParseLock("held\nnot base64!\n")
	if diff := cmp.Diff(hostcmd.LockState{Held: true}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzParseLock_GivesTheDetailsThatWereWritten(f *testing.F) {
	for _, s := range []string{"", "Locked by: Ann\nVersion: 1", "held", "\n\n", "\xff\x00", strings.Repeat("long ", 100)} {
		f.Add(s, "")
	}
	f.Add("details", "\r\n")
	f.Fuzz(func(t *testing.T, details, around string) {
		around = strings.Repeat("\n", strings.Count(around, "\n"))
		got := hostcmd.ParseLock(around + "held\n" + base64.StdEncoding.EncodeToString([]byte(details)) + around)
		if want := strings.TrimRight(details, "\n"); !got.Held || got.Free || got.Changed || got.Details != want {
			t.Errorf("got %+v, want %q", got, want)
		}
	})
}

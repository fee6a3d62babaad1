package commands_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/commands"
)

const small = `
service: shop
image: acme/shop
servers: [192.0.2.1]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64}
`

const smallTraefik = small + "traefik: {}\n"

func TestLock_HasOneHolder(t *testing.T) {
	lock := commands.Lock{Config: load(t, small)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		const mine, theirs = "Locked by: Dev\nMessage: it's mine", "Locked by: other"
		for _, step := range []struct {
			name string
			cmd  commands.Cmd
			want commands.LockState
		}{
			{"status of none", lock.Status(), commands.LockState{Free: true}},
			{"release of none", lock.Release(), commands.LockState{Free: true}},
			{"acquire", lock.Acquire(mine), commands.LockState{}},
			{"acquire again", lock.Acquire(theirs), commands.LockState{Held: true, Details: mine}},
			{"status", lock.Status(), commands.LockState{Held: true, Details: mine}},
			{"update", lock.Update(mine, mine+"\nnewer"), commands.LockState{}},
			{"status after update", lock.Status(), commands.LockState{Held: true, Details: mine + "\nnewer"}},
			{"take over what was", lock.TakeOver(mine, theirs).Optional(), commands.LockState{}},
			{"status after that", lock.Status(), commands.LockState{Held: true, Details: mine + "\nnewer"}},
			{"take over", lock.TakeOver(mine+"\nnewer", theirs), commands.LockState{}},
			{"take over again", lock.TakeOver(mine+"\nnewer", mine).Optional(), commands.LockState{}},
			{"status after take over", lock.Status(), commands.LockState{Held: true, Details: theirs}},
			{"release", lock.Release(), commands.LockState{}},
			{"take over none", lock.TakeOver(theirs, mine).Optional(), commands.LockState{}},
			{"status after release", lock.Status(), commands.LockState{Free: true}},
			{"acquire by another", lock.Acquire(theirs), commands.LockState{}},
			{"release if theirs", lock.ReleaseIf(theirs), commands.LockState{}},
			{"status at the end", lock.Status(), commands.LockState{Free: true}},
		} {
			if diff := cmp.Diff(step.want, commands.ParseLock(h.run(step.cmd))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", step.name, diff)
			}
		}
	})
}

func TestLock_OfAnotherIsNeitherUpdatedNorReleased(t *testing.T) {
	lock := commands.Lock{Config: load(t, small)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.run(lock.Acquire("theirs"))
		for _, c := range []commands.Cmd{lock.Update("mine", "newer"), lock.ReleaseIf("mine")} {
			if _, ok := h.try(c, ""); ok {
				t.Errorf("%s succeeded", c)
			}
		}
		if out, _ := h.try(lock.Update("mine", "newer"), ""); !commands.ParseLock(out).Changed {
			t.Errorf("an update of another's lock printed %q", out)
		}
		if got := commands.ParseLock(h.run(lock.Status())); got.Details != "theirs" {
			t.Errorf("the lock is now %+v", got)
		}
	})
}

func TestLock_IsTakenOverByOneOfMany(t *testing.T) {
	lock := commands.Lock{Config: load(t, small)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.run(lock.Acquire("gone"))
		var taken atomic.Int32
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if _, ok := h.try(lock.TakeOver("gone", fmt.Sprint("holder ", i)), ""); ok {
					taken.Add(1)
				}
			})
		}
		all.Wait()
		if got := commands.ParseLock(h.run(lock.Status())); taken.Load() != 1 || !strings.HasPrefix(got.Details, "holder ") {
			t.Errorf("%d took it over, and the lock is now %+v", taken.Load(), got)
		}
		if h.mode(".kamal/lock-shop/claim") != "" {
			t.Error("the claim was left behind")
		}
	})
}

func TestLock_CountsTheOlderToolsLock(t *testing.T) {
	for name, text := range map[string]string{"kamal-proxy": small, "traefik": smallTraefik} {
		lock := commands.Lock{Config: load(t, text)}
		t.Run(name, func(t *testing.T) {
			onEveryShell(t, func(t *testing.T, h aHost) {
				h.write(".kamal/locks/shop/details", "dGhlaXJz\n")
				want := commands.LockState{Held: true, Details: "theirs"}
				for _, c := range []commands.Cmd{lock.Acquire("mine"), lock.Status()} {
					if diff := cmp.Diff(want, commands.ParseLock(h.run(c))); diff != "" {
						t.Errorf("%s (-want +got):\n%s", c, diff)
					}
				}
				if h.mode(".kamal/lock-shop") != "" {
					t.Error("our own folder was left behind")
				}
				h.run(lock.Release())
				if got := commands.ParseLock(h.run(lock.Acquire("mine"))); got.Held {
					t.Errorf("after a release the lock is %+v", got)
				}
			})
		})
	}
}

func TestLock_IsSeenByOlderToolsWhereTraefikRuns(t *testing.T) {
	lock := commands.Lock{Config: load(t, smallTraefik)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.run(lock.Acquire("mine"))
		if diff := cmp.Diff(h.read(".kamal/lock-shop/details"), h.read(".kamal/locks/shop/details")); diff != "" {
			t.Error(diff)
		}
		h.run(lock.ReleaseIf("mine"))
		if h.mode(".kamal/lock-shop")+h.mode(".kamal/locks/shop") != "" {
			t.Error("a folder was left behind")
		}
	})
}

func TestLock_FailsWhenNobodyHoldsItAndItCanNotBeTaken(t *testing.T) {
	lock := commands.Lock{Config: load(t, small)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.write(".kamal", "a file where the folder should be")
		if out, ok := h.try(lock.Acquire("mine"), ""); ok {
			t.Errorf("acquired, and printed %q", out)
		}
	})
}

func TestLock_IsNotLeftBehindWithoutDetails(t *testing.T) {
	lock := commands.Lock{Config: load(t, small)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.write("bin/mkdir", "#!/bin/sh\n/bin/mkdir \"$@\" && case $* in *lock-shop) /bin/mkdir .kamal/lock-shop/details;; esac\n")
		if err := os.Chmod(h.path("bin/mkdir"), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, ok := h.try(lock.Acquire("mine"), ""); ok {
			t.Error("acquired a lock whose details could not be written")
		}
		if h.mode(".kamal/lock-shop") != "" {
			t.Error("the folder was left behind")
		}
	})
}

func TestParseLock_OfBrokenDetailsIsHeld(t *testing.T) {
	got := commands.ParseLock("held\nnot base64!\n")
	if diff := cmp.Diff(commands.LockState{Held: true}, got); diff != "" {
		t.Error(diff)
	}
}

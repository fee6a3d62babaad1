package kamal_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// A boot that was cut short between switch and stop has left two containers; the
// next one leaves one, though the version is the same and its container has to
// make room.
func TestRollback_StopsAllThatAnEarlierOneLeft(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.deployed("2")
		f.Add(kamaltest.Reply{Host: "app1", Line: "docker stop *", Times: 1, Err: kamaltest.ErrLost})
		if err := f.at("2").Rollback(t.Context(), kamal.AppOptions{Version: "1"}); err == nil {
			t.Fatal("the lost host is no error")
		}
		if diff := cmp.Diff([]string{"kamal-proxy", "app-web-2", "app-web-1"}, f.Host("app1").Running()); diff != "" {
			t.Fatal(diff)
		}
		if err := f.at("2").Rollback(t.Context(), kamal.AppOptions{Version: "1"}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"kamal-proxy", "app-web-1"}, f.Host("app1").Running()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestBoot_WarnsOfAContainerThatDockerDoesNotStop(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.Add(kamaltest.Reply{Host: "app2", Line: "docker stop *", Stderr: "it is busy\n", Exit: 1})
		f.deployed("2")
		var warned []string
		for _, e := range f.Events() {
			if w, ok := e.(kamal.Warning); ok {
				warned = append(warned, string(w.Host)+": "+w.Text)
			}
		}
		want := []string{"app2: docker did not stop app-web-1, which runs beside version 2: see `kamal app stale_containers --stop`"}
		if diff := cmp.Diff(want, warned); diff != "" {
			t.Error(diff)
		}
	})
}

func TestBoot_DoesNotClaimThatAContainerIsStopped(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.Break("app2", "*:2")
		f.Add(kamaltest.Reply{Host: "app2", Line: "docker stop *", Stderr: "it is busy\n", Exit: 1})
		err := f.at("2").Deploy(t.Context(), skipPush)
		if got := states(t, err)["app2"]; got != kamal.StateStarting {
			t.Errorf("app2 is %s", got)
		}
		if err == nil || !strings.Contains(err.Error(), "docker did not stop it: type `docker stop app-web-2` there") {
			t.Errorf("got %v", err)
		}
	})
}

// A lock's folder may be there before its details are.
func TestLock_WhoseMakingWasCutShortIsReleased(t *testing.T) {
	bubble(t, func(t *testing.T) {
		details := base64.StdEncoding.EncodeToString([]byte("Locked by: "))[:12]
		f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app1", Line: "echo " + details + "*", Times: 1, Err: kamaltest.ErrLost})
		if err := f.at("1").Prune().All(t.Context()); !errors.Is(err, kamaltest.ErrLost) {
			t.Errorf("got %v", err)
		}
		if lock, err := f.at("1").Lock().Status(t.Context()); lock.Held || err != nil {
			t.Errorf("held is %t, %v", lock.Held, err)
		}
	})
}

// The command for the release may fail for reasons of its own.
func TestLock_IsReleasedThoughTheFirstTryFails(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app1", Line: "rm -rf .kamal/lock-app", Times: 1, Exit: 1})
		f.deployed("1")
		if f.locked("app1") {
			t.Error("the lock is left behind")
		}
	})
}

// Traefik is gone when the first container for kamal-proxy does not start.
func TestUpgrade_ServesWhatRunsWhereItFailed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, onTraefik)
		f.deployed("1")
		f.text = behindProxy
		f.Add(kamaltest.Reply{Host: "app2", Line: "docker run *app-web-latest *", Exit: 125, Stderr: "no room\n"})
		err := f.at("1").Upgrade(t.Context(), kamal.RebootOptions{})
		if _, ok := errors.AsType[*kamal.MoveError](err); !ok {
			t.Errorf("got %v", err)
		}
		if got := f.Host("app2").Serving("app-web"); got != "app-web-1" {
			t.Errorf("app2 serves %q", got)
		}
	})
}

// That a container made way may be done without a word.
func TestBoot_StopsTheNewContainerThoughItDidNotHearThatOneMadeWay(t *testing.T) {
	for text, want := range map[string][]string{noProxy: {"app-web-1"}, twoHosts: {"kamal-proxy", "app-web-1"}} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, text)
			f.deployed("2")
			f.deployed("1")
			muted := kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
				if strings.Contains(cmd.String(), "docker rename") {
					cmd.Stdout = io.Discard
				}
				return f.Run(ctx, host, cmd)
			})
			f.version = "2"
			err := kamal.New(f.config(), muted, f.Options()...).App().Boot(t.Context(), kamal.AppOptions{Version: "2"})
			boot, ok := errors.AsType[*kamal.BootError](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			got := f.Host("app1").Running()
			switch state := boot.States[0].State; {
			case text == twoHosts && state == kamal.StateUnknown: // the proxy was to answer
			case state == kamal.StateOld && cmp.Equal(got, want):
			default:
				t.Errorf("it says %s, and there run %v", state, got)
			}
		})
	}
}

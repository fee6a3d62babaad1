package kamal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestProxyReboot_ThatFailsOnAHostLeavesItsOldProxyAndTheOtherHosts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.Add(kamaltest.Reply{Host: "app1", Line: "xargs docker run --name kamal-proxy *", Exit: 123, Stderr: "no such option\n"})
		err := kamal.New(f.config(), f, f.Options()...).Proxy().Reboot(t.Context(), kamal.RebootOptions{})
		move, ok := errors.AsType[*kamal.MoveError](err)
		if !ok || !strings.Contains(err.Error(), "the old one was started again") || !strings.Contains(err.Error(), "no such option") {
			t.Fatalf("got %v", err)
		}
		if diff := cmp.Diff([][]config.Host{{}, {"app1"}, {"app2"}}, [][]config.Host{move.Moved, move.Failed, move.Left}); diff != "" {
			t.Error(diff)
		}
		for _, h := range []string{"app1", "app2"} {
			if f.Host(h).Serving("app-web") == "" {
				t.Errorf("nobody serves on %s", h)
			}
		}
		if slices.ContainsFunc(f.Lines("app2"), func(l string) bool { return strings.Contains(l, "container stop kamal-proxy") }) {
			t.Error("the proxy of app2 was stopped")
		}
	})
}

func TestProxyReboot_CutsRequestsOfAProxyThatDoesNotEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.Add(kamaltest.Reply{Host: "app1", Line: "timeout 0.05 docker container stop kamal-proxy", Exit: 124})
		if err := kamal.New(f.config(), f, f.Options()...).Proxy().Reboot(t.Context(), kamal.RebootOptions{}); err != nil {
			t.Fatal(err)
		}
		if f.Host("app1").Serving("app-web") == "" {
			t.Error("nobody serves on app1")
		}
	})
}

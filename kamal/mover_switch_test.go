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

// marks is onTraefik with some hosts marked for kamal-proxy.
func marks(hosts string) string {
	return strings.Replace(onTraefik, "traefik: {}", "traefik: {}\nproxy: {enabled: true, hosts: ["+hosts+"], host: example.com}", 1)
}

func TestSwitch_ThatFailsOnAHostLeavesItsOldProxyAndTheOtherHosts(t *testing.T) {
	for name, c := range map[string]struct {
		before, after, fails string
		proxy                string // that serves before
	}{
		"kamal-proxy does not run": {"", "app2, app3", "xargs docker run --name kamal-proxy *", "traefik"},
		"the app is not taken":     {"", "app2, app3", "docker exec kamal-proxy kamal-proxy deploy *", "traefik"},
		"Traefik does not run":     {"app2, app3", "", "docker run --name traefik *", "kamal-proxy"},
		"the app does not boot":    {"app2, app3", "", "docker run *--name app-web-1 *", "kamal-proxy"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				f := newFleet(t, marks(c.before))
				f.deployed("1")
				f.text = marks(c.after)
				before := f.Host("app3").Running()
				f.Add(kamaltest.Reply{Host: "app2", Line: c.fails, Times: 1, Exit: 125, Stderr: "no room\n"})
				err := f.at("1").Proxy().Reboot(t.Context(), kamal.RebootOptions{})
				move, ok := errors.AsType[*kamal.MoveError](err)
				if !ok || !strings.Contains(err.Error(), "the old one was started again") || !strings.Contains(err.Error(), "no room") {
					t.Fatalf("got %v", err)
				}
				if diff := cmp.Diff([][]config.Host{{"app1"}, {"app2"}, {"app3"}}, [][]config.Host{move.Moved, move.Failed, move.Left}); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(before, f.Host("app3").Running()); diff != "" {
					t.Errorf("app3 was touched: %s", diff)
				}
				wantServing(t, f, "app2", c.proxy)
				if err := f.at("1").Proxy().Reboot(t.Context(), kamal.RebootOptions{}); err != nil {
					t.Errorf("the second time: %v", err)
				}
			})
		})
	}
}

// wantServing checks that a host serves the app with a proxy, and has no other.
func wantServing(t *testing.T, f *fleet, host, proxy string) {
	t.Helper()
	want := []string{"app-web-1 running", proxy + " running"}
	var got []string
	for _, c := range f.Host(host).Containers() {
		name, _, _ := strings.Cut(c.Name, "_replaced_") // by a boot that failed
		got = append(got, name+" "+c.State)
		if behind := slices.Contains(c.Networks, "kamal"); name == "app-web-1" && behind != (proxy == "kamal-proxy") {
			t.Errorf("behind %s the app is in the networks %q", proxy, c.Networks)
		}
	}
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(got))); diff != "" {
		t.Error(diff)
	}
	if proxy == "kamal-proxy" && f.Host(host).Serving("app-web") == "" {
		t.Error("kamal-proxy serves nothing")
	}
}

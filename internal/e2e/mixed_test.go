package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

// One host of three goes over to kamal-proxy, and back.
func TestMixed_OneHostMovesAlone(t *testing.T) {
	a := newTraefikApp(t)
	one, two, three := a.Hosts[0], a.Hosts[1], a.Hosts[2]
	marked := func(hosts ...*playground.Host) fleet {
		return fleet{traefik: true, marked: append([]*playground.Host{}, hosts...), more: a.accessories(one)}
	}
	a.configure(t, fleet{traefik: true, more: a.accessories(one)})
	a.pushByHand(t)
	first := a.version(t)
	a.run(t, "setup")
	app, others := idsOf(t, one, "shop-"), append(ids(t, two), ids(t, three)...)

	a.configure(t, marked(one))
	if text := a.fails(t, usage, "deploy"); !strings.Contains(text, "kamal proxy reboot -h "+one.Address) {
		t.Errorf("a deploy to a host with the wrong proxy says %q", text)
	}
	t.Log("there, back and there again, without a restart")
	for _, way := range []struct {
		proxy, network, accessory string
		fleet                     fleet
	}{
		{"kamal-proxy", "bridge kamal", "bridge kamal", marked(one)},
		{"traefik", "bridge", "bridge kamal", marked()},
		{"kamal-proxy", "bridge kamal", "bridge kamal", marked(one)},
	} {
		a.configure(t, way.fleet)
		watch := load.StartWatch(t.Context(), "http://"+one.Address+"/")
		a.run(t, "proxy", "reboot", "-y", "-h", one.Address)
		t.Logf("%s was without service for %d ms", one.Name, watch.Stop().Milliseconds())
		eventually(t, way.proxy+" serves the app", func() bool { return serves(t, one, first) })
		if diff := cmp.Diff(app, idsOf(t, one, "shop-")); diff != "" {
			t.Errorf("containers were restarted: %s", diff)
		}
		if diff := cmp.Diff([]string{way.proxy}, proxiesOn(t, one)); diff != "" {
			t.Error(diff)
		}
		for container, want := range map[string]string{"shop-web-" + first: way.network, "shop-cache": way.accessory} {
			if got := networks(t, one, container); got != want {
				t.Errorf("behind %s, %s is in %q, want %q", way.proxy, container, got, want)
			}
		}
	}
	if diff := cmp.Diff(others, append(ids(t, two), ids(t, three)...)); diff != "" {
		t.Errorf("the other hosts were touched: %s", diff)
	}

	t.Log("a deploy to both kinds")
	running := load.Start(t.Context(), a.urls("/slow?ms=100")...)
	second := a.commit(t, a.CommitHealthy)
	a.run(t, "deploy")
	a.wantServed(t, second)
	wantNoFailure(t, running.Stop())
	if got := networks(t, one, "shop-web-"+second); got != "kamal" {
		t.Errorf("the new container is in %q", got)
	}

	a.showsBothKinds(t)
	t.Log("back with a container that has no labels")
	a.configure(t, marked())
	a.run(t, "proxy", "reboot", "-y", "-h", one.Address)
	a.wantServed(t, second)
	if got := networks(t, one, "shop-web-"+second); got != "bridge" {
		t.Errorf("the container that was booted anew is in %q", got)
	}
	a.run(t, "accessory", "downgrade", "cache", "-y")
	if got := networks(t, one, "shop-cache"); got != "bridge" {
		t.Errorf("the accessory is in %q", got)
	}
	a.wantNoLock(t)
}

// showsBothKinds checks commands that ask each host's own proxy, and one that needs kamal-proxy on
// all hosts. The first host is kamal-proxy's.
func (a *app) showsBothKinds(t *testing.T) {
	t.Helper()
	text := a.run(t, "proxy", "details")
	if ours, theirs := strings.Count(text, "/kamal-proxy:"), strings.Count(text, "/traefik:"); ours != 1 || theirs != 2 {
		t.Errorf("details show kamal-proxy %d times and Traefik %d times:\n%s", ours, theirs, text)
	}
	if text := a.run(t, "proxy", "logs"); strings.Count(text, "test equipment in place of Traefik") != 2 {
		t.Errorf("logs of the proxies:\n%s", text)
	}
	text = a.fails(t, usage, "app", "maintenance")
	if strings.Contains(text, a.Hosts[0].Address) || !strings.Contains(text, a.Hosts[1].Address) {
		t.Errorf("maintenance is refused with %q", text)
	}
	for _, how := range [][]string{{"app", "exec"}, {"app", "exec", "--reuse"}} {
		text := a.run(t, append(how, "app echo hello from $(uname -n).")...)
		if got := strings.Count(text, "hello from host-"); got != len(a.Hosts) {
			t.Errorf("%q: %d of %d hosts answered\n%s", how, got, len(a.Hosts), text)
		}
	}
}

// idsOf gives the ids of a host's running containers whose names begin so.
func idsOf(t *testing.T, host *playground.Host, prefix string) []string {
	t.Helper()
	return slices.DeleteFunc(ids(t, host), func(line string) bool { return !strings.HasPrefix(line, prefix) })
}

// proxiesOn gives the names of the proxies that run on a host.
func proxiesOn(t *testing.T, host *playground.Host) []string {
	t.Helper()
	return strings.Fields(onHost(t, host, "docker ps --format '{{.Names}}' --filter name=^kamal-proxy$ --filter name=^traefik$"))
}

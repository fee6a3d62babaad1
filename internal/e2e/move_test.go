package e2e_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/playground"
)

// The way from Traefik to kamal-proxy and back. Clients of a load balancer see nothing of it:
// one pair of hooks takes each host out while it moves, on both ways.
func TestMove_NoRequestFailsOnTheWayToKamalProxyAndBack(t *testing.T) {
	a := newTraefikApp(t)
	one, two, three := a.Hosts[0], a.Hosts[1], a.Hosts[2]
	b := a.newBalancer(t)
	b.addHooks(t, a, "pre-proxy-reboot", "post-proxy-reboot")
	version := a.configure(t, fleet{traefik: true, more: a.accessories(one, two)})
	a.pushByHand(t)
	a.run(t, "env", "push")
	a.run(t, "setup")
	a.wantServed(t, version)
	wantNoDifference(t, a)
	onHost(t, one, "docker run -d --name blog --label 'traefik.http.routers.blog.rule=Host(`blog.example.com`)' "+a.image()+" app worker")

	running := b.load(t.Context())
	a.configure(t, fleet{traefik: true, marked: []*playground.Host{one}, more: a.accessories(one, two)})
	text := a.run(t, "proxy", "reboot", "-y", "-h", one.Address)
	if !strings.Contains(text, "blog") {
		t.Errorf("not told that the blog loses its proxy:\n%s", text)
	}
	wantServedOn(t, one, version)
	wantNoFailure(t, running.Report())

	a.configure(t, fleet{unwell: two, more: a.accessories(one, two)})
	before := ids(t, three)
	text = a.fails(t, partial, "upgrade", "--rolling", "-y")
	for _, line := range []string{
		"done: " + one.Address, "failed: " + two.Address, "not begun: " + three.Address,
		"kamal upgrade --rolling -h " + two.Address + "," + three.Address,
	} {
		if !strings.Contains(text, line) {
			t.Errorf("the report does not say %q:\n%s", line, text)
		}
	}
	if diff := cmp.Diff(before, ids(t, three)); diff != "" {
		t.Errorf("the third host was touched: %s", diff)
	}
	if b.has(two.Address) {
		t.Error("the host that failed was put back")
	}
	a.wantNoLock(t)
	wantNoFailure(t, running.Report())

	a.configure(t, fleet{more: a.accessories(one, two)})
	a.run(t, "upgrade", "--rolling", "-y")
	for _, host := range a.Hosts {
		wantMoved(t, host, "kamal-proxy", "kamal")
	}
	wantNoFailure(t, running.Report())
	upgraded := a.states(t)
	a.run(t, "upgrade", "--rolling", "-y")
	if diff := cmp.Diff(upgraded, a.states(t)); diff != "" {
		t.Errorf("after the second upgrade: %s", diff)
	}
	wantNoFailure(t, running.Report())

	a.configure(t, fleet{traefik: true, more: a.accessories(one, two)})
	a.run(t, "downgrade", "--rolling", "-y")
	for _, host := range a.Hosts {
		wantMoved(t, host, "traefik", "bridge")
	}
	wantNoFailure(t, running.Stop())
	a.wantNoLock(t)
}

// accessories are lines with an accessory on some hosts.
func (a *app) accessories(hosts ...*playground.Host) string {
	var addresses []string
	for _, host := range hosts {
		addresses = append(addresses, host.Address)
	}
	return "accessories:\n  cache:\n    image: " + a.image() + "\n    hosts: [" + strings.Join(addresses, ", ") +
		"]\n    cmd: app worker\n    env:\n      secret: [APP_SECRET]\n"
}

// states gives the containers of all hosts.
func (a *app) states(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, host := range a.Hosts {
		all[host.Name] = containers(t, host)
	}
	return all
}

// wantMoved checks that all of the service on a host is in one network, behind this proxy.
func wantMoved(t *testing.T, host *playground.Host, proxy, network string) {
	t.Helper()
	var found bool
	for _, line := range containers(t, host) {
		words := strings.Fields(line)
		switch name := words[0]; {
		case name == proxy:
			found = true
		case name == "traefik" || name == "kamal-proxy":
			t.Errorf("%s still runs %s", host.Name, name)
		case strings.HasPrefix(name, "shop-") && words[2] != network:
			t.Errorf("%s of %s is in %s, want %s", name, host.Name, words[2], network)
		}
	}
	if !found {
		t.Errorf("%s does not run %s", host.Name, proxy)
	}
}

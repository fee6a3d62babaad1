package e2e_test

import (
	"strings"
	"testing"
)

func TestProxyReboot_ServesTheAppsAgain(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	proxies := func() []string {
		var ids []string
		for _, host := range ground.Hosts {
			ids = append(ids, onHost(t, host, "docker ps -q --filter name=^kamal-proxy$"))
		}
		return ids
	}
	before := proxies()
	a.run(t, "proxy", "reboot", "-y", "-h", ground.Hosts[0].Address)
	after := proxies()
	if before[0] == after[0] || after[0] == "" || before[1] != after[1] {
		t.Errorf("the proxies' containers were %q and are %q, want a new first one", before, after)
	}
	wantServed(t, a.version(t))
	a.run(t, "proxy", "reboot", "--rolling", "-y")
	for i, id := range proxies() {
		if id == after[i] || id == "" {
			t.Errorf("%s: the proxy's container was %q and is %q", ground.Hosts[i].Name, after[i], id)
		}
	}
	wantServed(t, a.version(t))
}

func TestExec_ReachesEveryHost(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	for _, how := range [][]string{{"app", "exec", "--reuse"}, {"app", "exec"}} {
		text := a.run(t, append(how, "app echo hello from $HOSTNAME.")...)
		if got := strings.Count(text, "hello from host-"); got != len(ground.Hosts) {
			t.Errorf("%q: %d of %d hosts answered\n%s", how, got, len(ground.Hosts), text)
		}
	}
}

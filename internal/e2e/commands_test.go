package e2e_test

import (
	"regexp"
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

func TestPlan_KnowsTheHostsAndChangesNothing(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "doctor")
	wantPlan(t, a.run(t, "plan", "setup"), "--name shop-web-"+first)
	for _, host := range ground.Hosts {
		if left := onHost(t, host, "docker ps -aq; ls -A"); left != "" {
			t.Errorf("planning left %q on %s", left, host.Name)
		}
	}
	a.run(t, "setup")
	second := a.commit(t, a.CommitHealthy)
	wantPlan(t, a.run(t, "plan"), "--name shop-web-"+second, "'name=^shop-web-"+first+"$' --quiet | xargs docker stop")
	wantServed(t, first)
	a.run(t, "deploy")
	wantPlan(t, a.run(t, "rollback", "--dry-run"), "--name shop-web-"+first)
	wantServed(t, second)
	wantNoLock(t)
}

// wantPlan checks that a plan holds some texts for each host.
func wantPlan(t *testing.T, plan string, texts ...string) {
	t.Helper()
	for _, host := range ground.Hosts {
		for _, text := range texts {
			line := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(host.Address) + `[:+] .*` + regexp.QuoteMeta(text))
			if !line.MatchString(plan) {
				t.Errorf("the plan has no %q for %s:\n%s", text, host.Address, plan)
			}
		}
	}
}

package e2e_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestProxyReboot_ServesTheAppsAgain(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	proxies := func() []string {
		var ids []string
		for _, host := range a.Hosts {
			ids = append(ids, onHost(t, host, "docker ps -q --filter name=^kamal-proxy$"))
		}
		return ids
	}
	before := proxies()
	a.run(t, "proxy", "reboot", "-y", "-h", a.Hosts[0].Address)
	after := proxies()
	if before[0] == after[0] || after[0] == "" || before[1] != after[1] {
		t.Errorf("the proxies' containers were %q and are %q, want a new first one", before, after)
	}
	wantServedSoon(t, a.Hosts[0], a.version(t))
	a.wantServed(t, a.version(t))
	a.run(t, "proxy", "reboot", "--rolling", "-y")
	for i, id := range proxies() {
		if id == after[i] || id == "" {
			t.Errorf("%s: the proxy's container was %q and is %q", a.Hosts[i].Name, after[i], id)
		}
		wantServedSoon(t, a.Hosts[i], a.version(t))
	}
}

func TestPlan_KnowsTheHostsAndChangesNothing(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "doctor")
	a.wantPlan(t, a.run(t, "plan", "setup", "-v"), "--name shop-web-"+first)
	for _, host := range a.Hosts {
		if left := onHost(t, host, "docker ps -aq; ls -A"); left != "" {
			t.Errorf("planning left %q on %s", left, host.Name)
		}
	}
	a.run(t, "setup")
	second := a.commit(t, a.CommitHealthy)
	a.wantPlan(t, a.run(t, "plan", "-v"), "--name shop-web-"+second, "'name=^shop-web-"+first+"$' --quiet | xargs docker stop")
	a.wantServed(t, first)
	a.run(t, "deploy")
	a.wantPlan(t, a.run(t, "rollback", "--dry-run", "-v"), "--name shop-web-"+first)
	a.wantServed(t, second)
	a.wantNoLock(t)
	want := fmt.Sprintf("shop: %[1]s anew on 3 hosts (web 3)\n  web on %[2]s, %[3]s, %[4]s: shop-web-%[1]s replaced",
		second[:7], a.Hosts[0].Address, a.Hosts[1].Address, a.Hosts[2].Address)
	if got := strings.TrimSpace(a.run(t, "plan", "redeploy", "-P")); got != want {
		t.Errorf("of what runs already the plan is\n%s\nwant\n%s", got, want)
	}
}

// wantPlan checks that a plan holds some texts for each host.
func (a *app) wantPlan(t *testing.T, plan string, texts ...string) {
	t.Helper()
	for _, host := range a.Hosts {
		for _, text := range texts {
			line := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(host.Address) + `[:+] .*` + regexp.QuoteMeta(text))
			if !line.MatchString(plan) {
				t.Errorf("the plan has no %q for %s:\n%s", text, host.Address, plan)
			}
		}
	}
}

// wantNoDifference checks that a plan finds what runs as the configuration has it.
func wantNoDifference(t *testing.T, a *app) {
	t.Helper()
	if plan := a.run(t, "plan", "redeploy", "-P"); strings.Contains(plan, "\n    ") || !strings.Contains(plan, "anew") {
		t.Errorf("nothing is other than it was, and the plan is\n%s", plan)
	}
}

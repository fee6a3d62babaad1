package e2e_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

// inRoles gives what change needs to have all hosts in role web and the second in role jobs,
// which runs this command.
func (a *app) inRoles(cmd string) []string {
	var list, indented strings.Builder
	for _, host := range a.Hosts {
		list.WriteString("  - " + host.Address + "\n")
		indented.WriteString("    - " + host.Address + "\n")
	}
	return []string{
		"servers:\n" + list.String(), "servers:\n  web:\n" + indented.String() +
			"  jobs:\n    hosts: [" + a.Hosts[1].Address + "]\n    cmd: " + cmd + "\n",
	}
}

func TestRoles_WorkerRunsBesideTheProxiedRole(t *testing.T) {
	a := newApp(t)
	worker := a.inRoles("app worker")
	first := a.change(t, worker...)
	a.run(t, "setup")
	a.wantServed(t, first)

	t.Log("host by host")
	running := load.Start(t.Context(), a.urls("/")...)
	second := a.change(t, append(worker, "proxy:\n", "boot:\n  limit: 1\nproxy:\n")...)
	a.run(t, "deploy")
	wantNoFailure(t, running.Stop())
	a.wantJob(t, second)
	if text := a.run(t, "app", "logs", "-r", "jobs"); !strings.Contains(text, "worker of version "+second) {
		t.Errorf("logs of the worker: %q", text)
	}

	t.Log("web is never healthy, so the worker isn't touched")
	a.commit(t, a.CommitUnhealthy)
	text := a.fails(t, notHealthy, "deploy")
	a.wantJob(t, second)
	if all := onHost(t, a.Hosts[1], "docker ps -a --format '{{.Names}}' --filter label=role=jobs"); strings.Contains(all, a.version(t)) {
		t.Errorf("a worker was started beside an unhealthy web: %q\n%s", all, text)
	}
	a.wantServed(t, second)
	a.commit(t, a.CommitHealthy)

	t.Log("the worker fails, and web is there already")
	last := a.change(t, a.inRoles("app crash")...)
	text = a.fails(t, partial, "deploy")
	a.wantJob(t, second)
	a.wantServed(t, last)
	for _, want := range []string{
		a.Hosts[0].Address + " web: version " + last[:7] + " runs",
		a.Hosts[1].Address + " jobs: version " + second[:7] + " runs, version " + last[:7] + " did not come up",
		`unknown command "crash"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the deploy that fails does not say %q:\n%s", want, text)
		}
	}
}

// wantJob checks which version of the worker runs.
func (a *app) wantJob(t *testing.T, version string) {
	t.Helper()
	names := onHost(t, a.Hosts[1], "docker ps --format '{{.Names}}' --filter label=role=jobs")
	if want := "shop-jobs-" + version; names != want {
		t.Errorf("workers %q, want %q", names, want)
	}
}

func TestDeploy_SaysWhichHostsRunWhat(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	sick, well := a.Hosts[1], []*playground.Host{a.Hosts[0]}
	well = append(well, a.Hosts[2:]...)
	spoil := []string{
		"  - " + sick.Address + "\n", "  - " + sick.Address + ": sick\n",
		"env:\n", "env:\n  tags:\n    sick:\n      NEVER_HEALTHY: true\n",
	}
	second := a.change(t, spoil...)
	text := a.fails(t, partial, "deploy")
	for _, host := range well {
		wantServedOn(t, host, second)
		if want := host.Address + " web: version " + second[:7] + " runs"; !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	wantServedOn(t, sick, first)
	if want := sick.Address + " web: version " + first[:7] + " runs, version " + second[:7] + " did not come up"; !strings.Contains(text, want) {
		t.Errorf("it does not say %q:\n%s", want, text)
	}
	a.wantNoLock(t)

	t.Log("the same, but with what was switched put back")
	running := load.Start(t.Context(), a.urls("/")...)
	third := a.change(t, append(spoil, "service: shop\n", "service: shop\non_failure: rollback\n")...)
	text = a.fails(t, notHealthy, "deploy")
	wantNoFailure(t, running.Stop())
	for _, host := range well {
		wantServedOn(t, host, second)
		if want := host.Address + " web: version " + second[:7] + " runs again, version " + third[:7] + " was taken back"; !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	wantServedOn(t, sick, first)
	for _, host := range a.Hosts {
		if running := onHost(t, host, "docker ps -q --filter label=service=shop"); strings.Contains(running, "\n") {
			t.Errorf("%s runs more than one container of the app: %q", host.Name, running)
		}
	}
}

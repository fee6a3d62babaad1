package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground/load"
)

func TestMaintenance_UntilLive(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	a.run(t, "app", "maintenance", "--message", "back at noon")
	for _, url := range urls("/") {
		response, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s under maintenance: %s, want 503", url, response.Status)
		}
	}
	a.run(t, "app", "live")
	wantServed(t, a.version(t))
}

func TestProxyReboot_ServesTheAppsAgain(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	before := onHost(t, ground.Hosts[0], "docker ps -q --filter name=^kamal-proxy$")
	a.run(t, "proxy", "reboot", "--rolling", "-y")
	if after := onHost(t, ground.Hosts[0], "docker ps -q --filter name=^kamal-proxy$"); after == before || after == "" {
		t.Errorf("the proxy's container was %q and is %q", before, after)
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

func TestRoles_WorkerRunsBesideTheProxiedRole(t *testing.T) {
	a := newApp(t)
	configuration := strings.Replace(ground.Configuration(), "servers:\n", "servers:\n  web:\n", 1)
	configuration = strings.ReplaceAll(configuration, "  - 10.", "    - 10.")
	configuration = strings.Replace(configuration, "registry:\n",
		"  jobs:\n    hosts: ["+ground.Hosts[1].Address+"]\n    cmd: app worker\nboot:\n  limit: 1\nregistry:\n", 1)
	if err := a.Commit(t.Context(), map[string]string{"config/deploy.yml": configuration}); err != nil {
		t.Fatal(err)
	}
	first := a.version(t)
	a.run(t, "setup")
	wantServed(t, first)
	running := load.Start(t.Context(), urls("/")...)
	second := a.commit(t, a.CommitHealthy)
	a.run(t, "deploy")
	wantNoFailure(t, running.Stop())

	names := onHost(t, ground.Hosts[1], "docker ps --format '{{.Names}}' --filter label=role=jobs")
	if want := "shop-jobs-" + second; names != want {
		t.Errorf("workers %q, want %q", names, want)
	}
	if text := a.run(t, "app", "logs", "-r", "jobs"); !strings.Contains(text, "worker of version "+second) {
		t.Errorf("logs of the worker: %q", text)
	}
}

func TestAccessory_KeepsItsData(t *testing.T) {
	a := newApp(t)
	pushByHand(t, a.Project)
	err := a.Commit(t.Context(), map[string]string{"config/deploy.yml": ground.Configuration() + `accessories:
  cache:
    image: ` + image + `
    host: ` + ground.Hosts[1].Address + `
    cmd: app worker
    directories:
      - data:/data
`})
	if err != nil {
		t.Fatal(err)
	}
	a.run(t, "setup")
	host := ground.Hosts[1]
	onHost(t, host, "echo kept > shop-cache/data/file")
	a.run(t, "accessory", "reboot", "cache")
	if got := onHost(t, host, "docker ps --format '{{.Names}}' --filter label=service=shop-cache"); got != "shop-cache" {
		t.Errorf("containers of the accessory: %q", got)
	}
	if got := onHost(t, host, "cat shop-cache/data/file"); got != "kept" {
		t.Errorf("the accessory's file holds %q", got)
	}
}

package e2e_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground/load"
)

// runDirectory is outside the login directory.
const runDirectory = "/run/kamal"

const roleEnv = runDirectory + "/env/roles/shop-web.env"

// newManualApp makes a project for Traefik hosts whose env files are pushed by hand, with secrets as
// the older generation had them.
func newManualApp(t *testing.T) *app {
	t.Helper()
	a := newTraefikApp(t)
	a.configure(t, fleet{traefik: true, more: "run_directory: " + runDirectory + "/\nenv_push: manual\n"})
	t.Cleanup(func() {
		for _, host := range a.Hosts {
			_, _ = host.Run(context.WithoutCancel(t.Context()), "rm -rf "+runDirectory)
		}
	})
	if err := os.Remove(filepath.Join(a.Dir, ".kamal", "secrets")); err != nil {
		t.Fatal(err)
	}
	a.env = []string{"REGISTRY_PASSWORD=not-checked", "SHOP_SECRET=written by hand"}
	a.commitFiles(t, map[string]string{
		".gitignore": "app\nshell\n.env\n",
		".env.erb":   "APP_SECRET='<%= ENV[\"SHOP_SECRET\"] %>'\n",
	})
	return a
}

func TestTraefik_DeploysWithEnvFilesPushedByHand(t *testing.T) {
	a := newManualApp(t)
	first := a.version(t)
	wantRefused := func() {
		t.Helper()
		text := a.fails(t, usage, "deploy")
		for _, host := range a.Hosts {
			if !strings.Contains(text, host.Address) {
				t.Errorf("the error does not name %s", host.Address)
			}
		}
		if !strings.Contains(text, roleEnv) || !strings.Contains(text, "kamal env push") {
			t.Errorf("the error does not say what is missing: %s", text)
		}
		a.wantNoTraefikLock(t)
	}
	wantRefused()
	for _, host := range a.Hosts {
		if got := onHost(t, host, "docker ps -aq; ls -A "+runDirectory+" 2>/dev/null || true"); got != "" {
			t.Errorf("%s was changed: %s", host.Name, got)
		}
	}
	if pushed(t, first) {
		t.Error("the image was built and pushed")
	}

	a.run(t, "envify")
	if info, err := os.Stat(filepath.Join(a.Dir, ".env")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file that was written: %v, %v", info, err)
	}
	for _, host := range a.Hosts {
		if got := onHost(t, host, "stat -c %a "+roleEnv+"; cat "+roleEnv); got != "600\nAPP_SECRET=written by hand" {
			t.Errorf("env file of %s: %q", host.Name, got)
		}
	}
	a.run(t, "deploy")
	a.wantServed(t, first)
	for _, url := range a.urls("/env/APP_SECRET") {
		if got := get(t, url); got != "written by hand" {
			t.Errorf("%s: %q", url, got)
		}
	}

	a.run(t, "env", "delete")
	onHost(t, a.Hosts[0], "test ! -e "+roleEnv)
	wantRefused()
	a.wantServed(t, first)
	a.run(t, "env", "push")
	onHost(t, a.Hosts[0], "test -s "+roleEnv)
	a.respectsOldLocks(t)

	a.run(t, "remove", "-y")
	for _, host := range a.Hosts {
		left := "docker ps -aq; docker images -q --filter label=service=shop; docker images -q --filter label=org.opencontainers.image.title=Traefik"
		if got := onHost(t, host, left); got != "" {
			t.Errorf("%s still has containers or images: %s", host.Name, got)
		}
	}
}

// respectsOldLocks checks that a lock of Kamal 1.9 counts, and that it would see ours.
func (a *app) respectsOldLocks(t *testing.T) {
	t.Helper()
	host := a.Hosts[0]
	const folder = runDirectory + "/locks/shop"
	details := base64.StdEncoding.EncodeToString([]byte("Locked by: Old at 2024-01-31T12:00:00Z\nVersion: 1\nMessage: Automatic deploy lock"))
	onHost(t, host, "mkdir -p "+folder+" && echo "+details+" > "+folder+"/details")
	if text := a.fails(t, lockHeld, "env", "push"); !strings.Contains(text, "Locked by: Old") {
		t.Errorf("the error does not show the lock: %s", text)
	}
	a.run(t, "lock", "release")
	a.wantNoTraefikLock(t)
	a.run(t, "lock", "acquire", "-m", "friday")
	if got := onHost(t, host, "base64 -d "+folder+"/details"); !strings.Contains(got, "Message: friday") {
		t.Errorf("what Kamal 1.9 sees of our lock: %q", got)
	}
	a.run(t, "lock", "release")
	a.wantNoTraefikLock(t)
}

func TestTraefik_NoRequestFailsDuringDeployRollbackAndReboot(t *testing.T) {
	a := newTraefikApp(t)
	a.configure(t, fleet{traefik: true})
	b := a.newBalancer(t)
	b.addHooks(t, a, "pre-traefik-reboot", "post-traefik-reboot")
	first := a.commit(t, a.CommitHealthy)
	a.run(t, "setup")
	a.wantServed(t, first)

	running := load.Start(t.Context(), a.urls("/slow?ms=100")...)
	second := a.commit(t, a.CommitHealthy)
	a.run(t, "deploy")
	a.wantServed(t, second)
	a.commit(t, a.CommitUnhealthy)
	a.fails(t, notHealthy, "deploy")
	a.wantServed(t, second)
	a.run(t, "rollback", first)
	a.wantServed(t, first)
	report := running.Stop()
	wantNoFailure(t, report)
	if report.Answers[second] == 0 || len(report.Answers) != 2 {
		t.Errorf("these versions were served: %v", report.Answers)
	}

	running = b.load(t.Context())
	before := ids(t, a.Hosts[0])
	a.run(t, "traefik", "reboot", "--rolling", "-y")
	wantNoFailure(t, running.Stop())
	if after := ids(t, a.Hosts[0]); after[0] != before[0] || after[1] == before[1] {
		t.Errorf("containers %q, and after the reboot %q: want the app's as it was, and another Traefik", before, after)
	}
	a.wantNoLock(t)
}

// pushed reports whether the registry has the project's image of a version.
func pushed(t *testing.T, version string) bool {
	t.Helper()
	response, err := http.Get("http://" + ground.Registry + "/v2/shop/manifests/" + version)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func (a *app) wantNoTraefikLock(t *testing.T) {
	t.Helper()
	for _, host := range a.Hosts {
		line := "ls -d " + runDirectory + "/lock-* " + runDirectory + "/locks/* 2>/dev/null || true"
		if locks := onHost(t, host, line); locks != "" {
			t.Errorf("%s is locked: %s", host.Name, locks)
		}
	}
}

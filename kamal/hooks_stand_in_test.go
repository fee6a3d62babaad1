package kamal_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const traefikHosts = `service: app
image: acme/app
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
traefik: {}
`

// hooksRun is hooksOfReboot on one host.
func hooksRun(t *testing.T, hooks ...string) []string {
	t.Helper()
	return hooksOfReboot(t, "servers: [app1]", kamal.RebootOptions{}, hooks...)
}

// hooksOfReboot reboots Traefik in a project with some hooks, and gives the hooks
// that were run and what was said of them.
func hooksOfReboot(t *testing.T, servers string, o kamal.RebootOptions, hooks ...string) []string {
	t.Helper()
	dir := t.TempDir()
	r := kamaltest.NewRecorder(t)
	r.Live = true
	for _, hook := range hooks {
		path := filepath.Join(dir, ".kamal", "hooks", hook)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		r.Add(kamaltest.Reply{Host: kamaltest.Local, Line: "*" + hook, Stdout: "ran\n"})
	}
	cfg, err := config.Parse(t.Context(), traefikHosts+servers+"\n", config.Options{Version: "1", Environ: []string{"REGISTRY_PASSWORD=secret"}, WorkDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := kamal.New(cfg, r, r.Options()...).Traefik().Reboot(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, e := range r.Events() {
		switch e := e.(type) {
		case kamal.Note:
			said = append(said, e.Text)
		case kamal.HookStarted:
			said = append(said, e.Hook)
		}
	}
	return said
}

func TestHook_OfTheOtherProxyStandsInForAMissingOne(t *testing.T) {
	want := []string{
		"hook pre-proxy-reboot stands in for pre-traefik-reboot, which is not there", "pre-proxy-reboot",
		"hook post-proxy-reboot stands in for post-traefik-reboot, which is not there", "post-proxy-reboot",
	}
	if diff := cmp.Diff(want, hooksRun(t, "pre-proxy-reboot", "post-proxy-reboot")); diff != "" {
		t.Error(diff)
	}
}

func TestHook_ThatStandsInIsNotedOnce(t *testing.T) {
	want := []string{
		"hook pre-proxy-reboot stands in for pre-traefik-reboot, which is not there", "pre-proxy-reboot", "pre-proxy-reboot",
	}
	if diff := cmp.Diff(want, hooksOfReboot(t, "servers: [app1, app2]", kamal.RebootOptions{Rolling: true}, "pre-proxy-reboot")); diff != "" {
		t.Error(diff)
	}
}

func TestHook_OfItsOwnProxyGoesFirst(t *testing.T) {
	hooks := []string{"pre-traefik-reboot", "post-traefik-reboot"}
	if diff := cmp.Diff(hooks, hooksRun(t, hooks...)); diff != "" {
		t.Error(diff)
	}
}

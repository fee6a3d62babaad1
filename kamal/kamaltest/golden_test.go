package kamaltest_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// busyRoles is what used to make transcripts vary, or to use this machine.
const busyRoles = `
service: shop
image: acme/shop
registry: {server: registry.example.com, username: me, password: secret}
builder: {arch: amd64, context: .}
boot: {parallel_roles: true, limit: 1, wait: 20}
servers:
  web: [app1, app2]
  mail: {hosts: [app1, app2], cmd: bin/mail}
  work: {hosts: [app1, app2], cmd: bin/work}
`

// deployed deploys a configuration, with a build, from a folder.
func deployed(t *testing.T, text, folder string, replies ...kamaltest.Reply) string {
	t.Helper()
	cfg, err := config.Parse(t.Context(), text, config.Options{
		Version: "v1", WorkDir: folder, NoRuby: true,
		Git: func(context.Context, string) (config.Git, error) {
			return config.Git{Root: folder, Commit: "c0ffee"}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := kamaltest.NewRecorder(t, replies...)
	if err := kamal.New(cfg, r, r.Options()...).Deploy(t.Context(), kamal.DeployOptions{}); err != nil {
		t.Fatal(err)
	}
	return r.Transcript()
}

func TestGolden_HoldsWhatRolesThatBootAtOnceGet(t *testing.T) {
	for range 20 {
		kamaltest.Golden(t, "testdata/busy.txtar", deployed(t, busyRoles, "/src/shop"))
	}
}

func TestRecorder_UsesNothingOfTheMachine(t *testing.T) {
	cache, folder := filepath.Join(t.TempDir(), "cache"), t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	hooks := filepath.Join(folder, ".kamal", "hooks")
	if err := os.MkdirAll(hooks, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(hooks, "pre-deploy"), []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	clones := strings.Replace(busyRoles, ", context: .", "", 1)
	head := kamaltest.Reply{Host: kamaltest.Local, Line: "git *rev-parse HEAD", Stdout: "c0ffee\n"}
	with := deployed(t, clones, folder, head)
	if err := os.RemoveAll(hooks); err != nil {
		t.Fatal(err)
	}
	if without := deployed(t, clones, folder, head); with != without {
		t.Errorf("with a hook among the files:\n%s\nwithout:\n%s", with, without)
	}
	if _, err := os.Stat(cache); !os.IsNotExist(err) {
		t.Errorf("it made %q (%v)", cache, err)
	}
}

func TestRecorder_LooksForNoKeysAtHome(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	if err := errors.Join(os.Mkdir(filepath.Join(home, ".ssh"), 0o700), os.WriteFile(filepath.Join(home, ".ssh", "id_rsa"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Parse(t.Context(), busyRoles, config.Options{Version: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, live := range []bool{true, false} {
		r := kamaltest.NewRecorder(t)
		r.Live = live
		found, err := kamal.New(cfg, r, r.Options()...).Doctor(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		open := slices.ContainsFunc(found, func(f kamal.Finding) bool { return strings.Contains(f.Fix, "id_rsa") })
		if open != live {
			t.Errorf("live %t: found %t in %+v", live, open, found)
		}
	}
}

func TestRecorder_TakesNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		deployed(t, busyRoles, "/src/shop")
		if took := time.Since(began); took != 0 {
			t.Errorf("the deploy waited %s", took)
		}
	})
}

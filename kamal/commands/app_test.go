package commands_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func web(tb testing.TB, text string) commands.App {
	tb.Helper()
	c := load(tb, text)
	return commands.App{Config: c, Role: c.Role("web"), Host: "192.0.2.1"}
}

func TestApp_RunArguments(t *testing.T) {
	got := web(t, small).Run("v1", commands.RunOptions{HostID: "0123456789ab"})
	want := []string{
		"docker", "run", "--detach", "--restart", "unless-stopped", "--name", "shop-web-v1", "--network", "kamal",
		"--hostname", "192.0.2.1-0123456789ab", "--env", "KAMAL_CONTAINER_NAME=shop-web-v1", "--env", "KAMAL_VERSION=v1",
		"--env", "KAMAL_HOST=192.0.2.1", "--env-file", ".kamal/env/roles/shop-web.env", "--log-opt", "max-size=10m",
		"--label", "service=shop", "--label", "role=web", "--label", "destination", "registry.example.com/acme/shop:v1",
	}
	if diff := cmp.Diff(want, got.Args()); diff != "" {
		t.Error(diff)
	}
}

func TestApp_RunArrivesAtDocker(t *testing.T) {
	app := web(t, small+`
env: {clear: {A: "it's ${PLACE} $5", EMPTY: ""}}
volumes: ["$PLACE/x y:/x", "~/data:/data"]
labels: {team: a b}
`)
	app.Role.Cmd = `bin/web -c "a b" $PLACE`
	t.Setenv("PLACE", "/there")
	t.Setenv("HOME", "/home/deploy")
	for _, shell := range shelltest.Shells(t) {
		cmd := app.Run("v1", commands.RunOptions{HostID: id})
		got := told(t, shell, program(t).Word(commands.Raw(strings.TrimPrefix(cmd.Shell(), "docker "))))
		for _, want := range [][]string{
			{"--env", "A=it's /there $5"},
			{"--env", "EMPTY"},
			{"--volume", "/there/x y:/x"},
			{"--volume", "/home/deploy/data:/data"},
			{"--label", "team=a b"},
			{"registry.example.com/acme/shop:v1", "bin/web", "-c", "a b", "/there"},
		} {
			if !strings.Contains(strings.Join(got, "|"), strings.Join(want, "|")) {
				t.Errorf("%s: docker does not get %q, but %q", shell, want, got)
			}
		}
	}
}

func TestApp_HostnameFitsTheKernel(t *testing.T) {
	for host, want := range map[config.Host]string{
		"a":                                  "a-" + id,
		"a.":                                 "a-" + id,
		config.Host(strings.Repeat("a", 60)): strings.Repeat("a", 51) + "-" + id,
		config.Host(strings.Repeat("a", 50) + "..b"): strings.Repeat("a", 50) + "-" + id,
	} {
		app := web(t, small)
		app.Host = host
		args := app.Run("v1", commands.RunOptions{HostID: id}).Args()
		for i, a := range args {
			if a == "--hostname" && args[i+1] != want {
				t.Errorf("%s is called %s, want %s", host, args[i+1], want)
			}
		}
	}
}

func TestApp_StopWithoutContainerTellsDockerSo(t *testing.T) {
	app := web(t, small+"stop_timeout: 11\n")
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker(`test "$1" = container`)
		if _, ok := h.Try(app.Stop("v1"), ""); ok {
			t.Error("stopping nothing succeeded")
		}
		h.Docker(`case $2 in ls) echo 0123456789ab; echo ba9876543210;; esac`)
		h.Run(app.StopRunning())
		if got := h.Calls(); !strings.Contains(got, "<stop><-t><11>\n") || !strings.HasSuffix(got, "<stop><-t><11><0123456789ab>\n") {
			t.Errorf("docker was told\n%s", got)
		}
	})
}

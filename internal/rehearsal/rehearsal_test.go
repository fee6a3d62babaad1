package rehearsal_test

import (
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/rehearsal"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const deployYML = `
service: shop
image: acme/shop
registry: {server: registry.example.com, username: me, password: secret}
builder: {arch: amd64}
readiness_delay: 0
servers: [app1]
`

func TestRehearsal_DoesWhatTheRealThingWouldDoAndChangesNothing(t *testing.T) {
	real := kamaltest.NewRecorder(t)
	deploy := func(version config.Version, r *kamaltest.Recorder) {
		t.Helper()
		cfg, err := config.Parse(t.Context(), deployYML, config.Options{Version: version, NoRuby: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := kamal.New(cfg, r, r.Options()...).Deploy(t.Context(), kamal.DeployOptions{SkipPush: true}); err != nil {
			t.Fatal(err)
		}
	}
	deploy("v1", real)

	cfg, err := config.Parse(t.Context(), deployYML, config.Options{Version: "v2", NoRuby: true})
	if err != nil {
		t.Fatal(err)
	}
	real.Reset()
	r, err := rehearsal.New(t.Context(), cfg, real, cfg.Hosts())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(real.Lines("app1")); n != 1 {
		t.Errorf("the real host got %d commands, want the one that reads its state", n)
	}
	deploy("v2", r.Recorder)
	plan := r.Transcript()
	real.Reset()
	deploy("v2", real)
	id := regexp.MustCompile(`--target=[0-9a-f]+`)
	if diff := cmp.Diff(id.ReplaceAllString(plan, ""), id.ReplaceAllString(real.Transcript(), "")); diff != "" {
		t.Errorf("rehearsed (-), done (+):\n%s", diff)
	}
	if !strings.Contains(plan, "shop-web-v1") {
		t.Errorf("the rehearsal does not know of what ran before:\n%s", plan)
	}
}

func TestRehearsal_NamesEveryHostThatCannotBeCopied(t *testing.T) {
	cfg, err := config.Parse(t.Context(), deployYML, config.Options{Version: "v1", NoRuby: true})
	if err != nil {
		t.Fatal(err)
	}
	down := kamal.ExecutorFunc(func(context.Context, string, commands.Cmd) error { return errors.New("down") })
	_, err = rehearsal.New(t.Context(), cfg, down, []config.Host{"app1", "app2"})
	if want := "app1: reading the state: down\napp2: reading the state: down"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestRehearsal_CopiesContainersOfDockersOwnNetworks(t *testing.T) {
	cfg, err := config.Parse(t.Context(), deployYML, config.Options{Version: "v1", NoRuby: true})
	if err != nil {
		t.Fatal(err)
	}
	real := kamal.ExecutorFunc(func(_ context.Context, _ string, cmd commands.Cmd) error {
		_, err := io.WriteString(cmd.Stdout, "docker 28.0.0\nnetwork\tbridge\ncontainer\t0123456789ab\ttraefik\ttraefik:v2\trunning\tbridge\ta=b\n"+
			"container\t1123456789ab\tagent\tagent\trunning\thost\t\n")
		return err
	})
	r, err := rehearsal.New(t.Context(), cfg, real, cfg.Hosts())
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Host("app1").Running(); len(got) != 2 {
		t.Errorf("got %q", got)
	}
}

func TestRehearsal_CopiesContainersWhoseNetworkIsGone(t *testing.T) {
	cfg, err := config.Parse(t.Context(), deployYML, config.Options{Version: "v1", NoRuby: true})
	if err != nil {
		t.Fatal(err)
	}
	real := kamaltest.NewRecorder(t)
	for _, line := range []string{
		"network create old", "run --detach --name left --network old postgres:16", "stop left", "network rm old",
	} {
		if err := real.Run(t.Context(), "app1", commands.Command("docker", strings.Fields(line)...)); err != nil {
			t.Fatalf("docker %s: %v", line, err)
		}
	}
	if _, err := rehearsal.New(t.Context(), cfg, real, cfg.Hosts()); err != nil {
		t.Error(err)
	}
}

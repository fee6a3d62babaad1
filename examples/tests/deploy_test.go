// Package tests holds a project's own tests of its deploys: what hosts are told, and
// that whatever goes wrong leaves them serving. Hosts are simulated; nothing else is.
package tests

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const deployment = `service: shop
image: acme/shop
servers: [app1, app2]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64}
proxy: {host: shop.example.com, healthcheck: {path: /up}}
`

func configuration(t *testing.T, v config.Version) *config.Config {
	t.Helper()
	cfg, err := config.Parse(t.Context(), deployment, config.Options{Version: v, Environ: []string{"REGISTRY_PASSWORD=secret"}})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

var skipPush = kamal.DeployOptions{SkipPush: true}

func TestDeploy_TellsHostsWhatItDid(t *testing.T) {
	r := kamaltest.NewRecorder(t)
	if err := kamal.New(configuration(t, "1"), r, r.Options()...).Deploy(t.Context(), skipPush); err != nil {
		t.Fatal(err)
	}
	kamaltest.Golden(t, "testdata/deploy.txtar", r.Transcript())
}

func TestDeploy_ThatFailsLeavesTheOldVersionServing(t *testing.T) {
	refuses := kamaltest.Reply{Host: "app2", Line: "docker pull *acme/shop:2", Stderr: "no space left on device\n", Exit: 1}
	r := kamaltest.NewRecorder(t, refuses)
	if err := kamal.New(configuration(t, "1"), r, r.Options()...).Deploy(t.Context(), skipPush); err != nil {
		t.Fatal(err)
	}
	err := kamal.New(configuration(t, "2"), r, r.Options()...).Deploy(t.Context(), skipPush)
	if err == nil || !strings.Contains(err.Error(), "app2: ") || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("got %v", err)
	}
	for _, h := range []string{"app1", "app2"} {
		if got := r.Host(h).Serving("shop-web"); got != "shop-web-1" {
			t.Errorf("%s serves %q", h, got)
		}
	}
}

// Of all troubles at all commands, these are a few: zero Most would try all.
func TestDeploy_SurvivesTrouble(t *testing.T) {
	kamaltest.Explore(t, kamaltest.Exploration{
		Config: func(v config.Version) (*config.Config, error) { return configuration(t, v), nil }, Most: 20,
	})
}

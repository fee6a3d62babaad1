package kamal_test

import (
	"errors"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const threeVersions = `service: app
image: acme/app
servers: [app1, app2]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
proxy: {host: example.com}
`

// A version that never got healthy leaves a container too. Nobody wants it back.
func TestRollback_PassesOverVersionsThatNeverCameUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, threeVersions)
		f.deployed("good")
		f.Add(kamaltest.Reply{Line: "docker exec kamal-proxy kamal-proxy deploy *", Times: 2, Exit: 1, Stderr: "not healthy\n"})
		if err := f.at("bad").Deploy(t.Context(), kamal.DeployOptions{SkipPush: true}); err == nil {
			t.Fatal("the bad version came up")
		}
		f.deployed("better")
		versions, err := f.at("better").App().Versions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range versions {
			if v.Unproven != (v.Version == "bad") {
				t.Errorf("version %s: unproven is %t", v.Version, v.Unproven)
			}
		}
		if err := f.at("better").Rollback(t.Context(), kamal.AppOptions{}); err != nil {
			t.Fatal(err)
		}
		if got := f.Host("app1").Serving("app-web"); got != "app-web-good" {
			t.Errorf("app1 serves %q", got)
		}
	})
}

// What ran before is told by its version, even where its container had to make
// room for the new one of the same version.
func TestBoot_TellsTheVersionThatRanBefore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, threeVersions)
		f.deployed("v1")
		f.Add(kamaltest.Reply{Host: "app1", Line: "docker exec kamal-proxy kamal-proxy deploy *", Exit: 1, Stderr: "not healthy\n"})
		err := f.at("v1").Redeploy(t.Context(), kamal.DeployOptions{SkipPush: true})
		boot, ok := errors.AsType[*kamal.BootError](err)
		if !ok || boot.States[0].Before != "v1" || boot.States[0].State != kamal.StateOld {
			t.Errorf("got %v: %+v", err, boot)
		}
	})
}

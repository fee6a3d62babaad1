package kamaltest_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const explored = `service: app
image: acme/app
servers:
  web: [app1, app2]
  job: {hosts: [app2], cmd: bin/jobs}
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
proxy: {host: example.com}
env: {secret: [TOKEN]}
accessories:
  db: {image: postgres, host: app1, port: "5432", env: {secret: [TOKEN]}}
  search: {image: search, host: app2, proxy: {host: search.example.com}}
`

func loads(t *testing.T, text string) func(config.Version) (*config.Config, error) {
	dir := t.TempDir()
	return func(v config.Version) (*config.Config, error) {
		return config.Parse(t.Context(), text, config.Options{
			Version: v, WorkDir: dir, Environ: []string{"REGISTRY_PASSWORD=registry secret", "TOKEN=token secret"},
		})
	}
}

// earlier is the same fleet in the time of Traefik.
var earlier = strings.NewReplacer("proxy: {host: example.com}\n", "traefik: {}\n", ", proxy: {host: search.example.com}", "").Replace(explored)

// TestExplore tries some of the combinations; KAMAL_EXPLORE is how many, or all.
func TestExplore(t *testing.T) {
	e := kamaltest.Exploration{Config: loads(t, explored), Earlier: loads(t, earlier), Most: 240}
	switch n, err := strconv.Atoi(os.Getenv("KAMAL_EXPLORE")); {
	case err == nil:
		e.Most = n
	case os.Getenv("KAMAL_EXPLORE") == "all":
		e.Most = 0
	}
	got := kamaltest.Explored(t, e)
	if got.Of < 1000 || got.Missed > got.Tried/100 {
		t.Errorf("that is too little")
	}
}

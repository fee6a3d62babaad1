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
var earlier = strings.Replace(explored, "proxy: {host: example.com}\nenv", "traefik: {}\nenv", 1)

func TestExplore(t *testing.T) {
	got := kamaltest.Explore(t, kamaltest.Exploration{
		Config: loads(t, explored), Earlier: loads(t, strings.ReplaceAll(earlier, ", proxy: {host: search.example.com}", "")), Most: most(),
	})
	t.Logf("%+v", got)
}

func most() int {
	n, _ := strconv.Atoi(os.Getenv("KAMAL_EXPLORE"))
	return n
}

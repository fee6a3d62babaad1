package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kamal-go/kamal/internal/playground"
)

// fleet is a configuration for one generation of hosts, or for both.
type fleet struct {
	// traefik says that hosts which aren't marked are Traefik's.
	traefik bool
	// marked are kamal-proxy's. Without traefik all hosts are.
	marked []*playground.Host
	// unwell is a host on which the app never gets healthy; nil for none.
	unwell *playground.Host
	// more is added at the end.
	more string
}

const traefikLines = `traefik:
  image: %s
healthcheck:
  cmd: app get http://localhost/up
  port: 80
  max_attempts: 4
`

var pushTraefik = sync.OnceValues(func() (string, error) { return ground.PushTraefik(context.Background()) })

// newTraefikApp makes a project that can be configured for Traefik hosts.
func newTraefikApp(t *testing.T) *app {
	t.Helper()
	a := newApp(t)
	if err := a.AddShell(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// configure writes the configuration, and gives the version that this is.
func (a *app) configure(t *testing.T, f fleet) string {
	t.Helper()
	return a.commitFiles(t, map[string]string{"config/deploy.yml": f.configuration(t, a)})
}

func (f fleet) configuration(t *testing.T, a *app) string {
	t.Helper()
	text := strings.Replace(a.Configuration(), "deploy_timeout: 10", "deploy_timeout: 5", 1)
	if f.unwell != nil {
		text = strings.Replace(text, "- "+f.unwell.Address+"\n", "- "+f.unwell.Address+": unwell\n", 1)
		text = strings.Replace(text, "  secret:", "  tags:\n    unwell:\n      NEVER_HEALTHY: true\n  secret:", 1)
	}
	if !f.traefik {
		return text + f.more
	}
	image, err := pushTraefik()
	if err != nil {
		t.Fatal(err)
	}
	before, proxy, _ := strings.Cut(text, "proxy:\n")
	proxy, after, _ := strings.Cut(proxy, "deploy_timeout")
	text = before + fmt.Sprintf(traefikLines, image) + "deploy_timeout" + after + f.more
	if f.marked == nil {
		return text
	}
	var addresses []string
	for _, host := range f.marked {
		addresses = append(addresses, host.Address)
	}
	return text + "proxy:\n  enabled: true\n  hosts: [" + strings.Join(addresses, ", ") + "]\n" + proxy
}

// containers gives the running containers of a host: name, image and networks of each.
func containers(t *testing.T, host *playground.Host) []string {
	t.Helper()
	lines := strings.Split(onHost(t, host, "docker ps --format '{{.Names}} {{.Image}} {{.Networks}}'"), "\n")
	slices.Sort(lines)
	return lines
}

// ids gives the ids of a host's running containers, with their names.
func ids(t *testing.T, host *playground.Host) []string {
	t.Helper()
	lines := strings.Split(onHost(t, host, "docker ps --format '{{.Names}} {{.ID}}'"), "\n")
	slices.Sort(lines)
	return lines
}

// networks gives the networks that a container is in.
func networks(t *testing.T, host *playground.Host, container string) string {
	t.Helper()
	return onHost(t, host, "docker inspect --format '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}' "+container)
}

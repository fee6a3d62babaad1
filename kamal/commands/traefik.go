package commands

import (
	"slices"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

const traefikTitle = "Traefik"

// Traefik builds the commands for Traefik on one host.
type Traefik struct{ Config *config.Config }

// Boot starts the container that is there, whatever its settings, or else runs
// a new one.
func (t Traefik) Boot() Cmd { return Or(t.Start(), t.Run()) }

// Run runs a new container.
func (t Traefik) Run() Cmd {
	s := need(t.Config).Traefik
	c := docker("run", "--name", layout.TraefikContainer, "--detach", "--restart", "unless-stopped")
	if s.Publish {
		c = c.Arg("--publish", s.HostPort+":80")
	}
	c = c.Arg("--volume", "/var/run/docker.sock:/var/run/docker.sock")
	c = c.Arg("--env-file", layout.TraefikEnvFile(need(t.Config))).pairs("--env", s.Env.Clear).logging(t.Config.Logging)
	c = c.pairs("--label", traefikLabels.Merge(s.Labels)).options(s.Options)
	return t.arguments(c.Arg(s.Image, "--providers.docker"))
}

// traefikLabels make requests fail with 502 rather than 404 while no container
// is there.
var traefikLabels = config.Pairs{
	{Name: "traefik.http.routers.catchall.entryPoints", Value: "http"},
	{Name: "traefik.http.routers.catchall.rule", Value: "PathPrefix(`/`)"},
	{Name: "traefik.http.routers.catchall.service", Value: "unavailable"},
	{Name: "traefik.http.routers.catchall.priority", Value: "1"},
	{Name: "traefik.http.services.unavailable.loadbalancer.server.port", Value: "0"},
}

// arguments appends Traefik's own options, each one word.
func (t Traefik) arguments(c Cmd) Cmd {
	args := need(t.Config).Traefik.Args
	if !slices.ContainsFunc(args, func(o config.DockerOption) bool { return o.Name == "log.level" }) {
		c = c.Arg("--log.level=DEBUG")
	}
	for _, a := range args {
		if len(a.Values) == 0 {
			c = c.Arg("--" + a.Name)
		}
		for _, v := range a.Values {
			c = c.Word(Concat(Text("--"+a.Name+"="), hostValue(v)))
		}
	}
	return c
}

// Start starts the container that is there.
func (t Traefik) Start() Cmd { return docker("container", "start", layout.TraefikContainer) }

// Stop stops the container.
func (t Traefik) Stop() Cmd { return docker("container", "stop", layout.TraefikContainer) }

// Pull pulls the image that [Traefik.Run] uses, unless the host has it.
func (t Traefik) Pull() Cmd {
	return pullMissing(Text(need(t.Config).Traefik.Image)).For("pulling Traefik's image")
}

// Details shows the running container.
func (t Traefik) Details() Cmd {
	return docker("ps").filter(layout.NameFilter(layout.TraefikContainer))
}

// Logs prints Traefik's log.
func (t Traefik) Logs(o LogOptions) Cmd { return o.of(layout.TraefikContainer) }

// RemoveContainer removes the container, which must be stopped.
func (t Traefik) RemoveContainer() Cmd { return pruneContainers(traefikTitle) }

// RemoveImage removes Traefik's images that no container uses.
func (t Traefik) RemoveImage() Cmd { return pruneImages(traefikTitle) }

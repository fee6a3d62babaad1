package commands

import (
	"slices"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// runTraefik is Run for Traefik.
func (p Proxy) runTraefik() Cmd {
	s := need(need(p.Config).Traefik)
	c := docker("run", "--name", layout.TraefikContainer, "--detach", "--restart", "unless-stopped")
	if s.Publish {
		c = c.Arg("--publish", s.HostPort+":80")
	}
	c = c.Arg("--volume", "/var/run/docker.sock:/var/run/docker.sock")
	c = c.Arg("--env-file", layout.TraefikEnvFile(p.Config)).pairs("--env", s.Env.Clear).logging(p.Config.Logging)
	c = c.pairs("--label", traefikLabels.Merge(s.Labels)).options(s.Options)
	return p.traefikArguments(c.Arg(s.Image, "--providers.docker"))
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

// traefikArguments appends Traefik's own options, each one word.
func (p Proxy) traefikArguments(c Cmd) Cmd {
	args := p.Config.Traefik.Args
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

package commands

import (
	"path"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// traefikLabels route requests to the container; none elsewhere.
func (a App) traefikLabels() config.Pairs {
	if !a.onTraefik() || !need(a.Role).Proxied {
		return nil
	}
	p := a.Role.ContainerPrefix
	return config.Pairs{
		{Name: "traefik.http.services." + p + ".loadbalancer.server.scheme", Value: "http"},
		{Name: "traefik.http.routers." + p + ".rule", Value: "PathPrefix(`/`)"},
		{Name: "traefik.http.routers." + p + ".priority", Value: "2"},
		{Name: "traefik.http.middlewares." + p + "-retry.retry.attempts", Value: "5"},
		{Name: "traefik.http.middlewares." + p + "-retry.retry.initialinterval", Value: "500ms"},
		{Name: "traefik.http.routers." + p + ".middlewares", Value: p + "-retry@docker"},
	}
}

// health appends docker's health check, where docker and not kamal-proxy asks.
func (a App) health(c Cmd) Cmd {
	h := need(a.Role).Healthcheck
	if !a.onTraefik() || !a.Role.Proxied && !a.Role.OwnHealthcheck {
		return c
	}
	cmd := healthCommand(h)
	if a.usesCord() {
		cmd = "(" + cmd + ") && (stat " + path.Join(h.Cord, "cord") + " > /dev/null || exit 1)"
	}
	return c.flag("--health-cmd", hostValue(cmd)).flag("--health-interval", hostValue(h.Interval))
}

func healthCommand(h config.Healthcheck) string {
	if h.Cmd != "" {
		return h.Cmd
	}
	port := ":" + h.Port
	if h.Port == "80" {
		port = ""
	}
	return "curl -f http://localhost" + port + "/" + strings.TrimPrefix(h.Path, "/") + " || exit 1"
}

func (a App) cordVolume(c Cmd, cord string) Cmd {
	if !a.usesCord() {
		return c
	}
	return c.flag("--volume", Concat(onHost(layout.CordDirectory(need(a.Config), a.Role, cord)), Text(":"+need(a.Role).Healthcheck.Cord)))
}

func (a App) usesCord() bool { return layout.UsesCord(need(a.Config), need(a.Role), a.Host) }

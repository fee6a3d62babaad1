package commands

import (
	"path"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// traefikLabels route requests to the container; none elsewhere.
func (a App) traefikLabels() config.Pairs {
	if !a.onTraefik() || !need(a.Role).Proxied {
		return nil
	}
	p := a.Role.ContainerPrefix()
	return config.Pairs{
		{Name: "traefik.http.services." + p + ".loadbalancer.server.scheme", Value: "http"},
		{Name: "traefik.http.routers." + p + ".rule", Value: "PathPrefix(`/`)"},
		{Name: "traefik.http.routers." + p + ".priority", Value: "2"},
		{Name: "traefik.http.middlewares." + p + "-retry.retry.attempts", Value: "5"},
		{Name: "traefik.http.middlewares." + p + "-retry.retry.initialinterval", Value: "500ms"},
		{Name: "traefik.http.routers." + p + ".middlewares", Value: p + "-retry@docker"},
	}
}

// UsesCord reports whether a file on the host keeps the container healthy.
func (a App) UsesCord() bool {
	return a.onTraefik() && need(a.Role).Proxied && a.Role.Healthcheck.Cord != ""
}

// health appends docker's health check, where docker and not kamal-proxy asks.
func (a App) health(c Cmd) Cmd {
	h := need(a.Role).Healthcheck
	if !a.onTraefik() || !a.Role.Proxied && !a.Role.OwnHealthcheck {
		return c
	}
	cmd := healthCommand(h)
	if a.UsesCord() {
		cmd = "(" + cmd + ") && (stat " + path.Join(h.Cord, "cord") + " > /dev/null || exit 1)"
	}
	return c.flag("--health-cmd", Value(cmd)).flag("--health-interval", Value(h.Interval))
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
	if !a.UsesCord() {
		return c
	}
	return c.flag("--volume", Concat(onHost(a.cordDirectory(cord)), Text(":"+need(a.Role).Healthcheck.Cord)))
}

// TieCord makes the cord that the next container is kept healthy by.
func (a App) TieCord(cord string) Cmd {
	dir := a.cordDirectory(cord)
	return And(Server{a.Config}.makeOpen(dir, dir), Command("touch", path.Join(dir, "cord")))
}

// Cord prints the folder on the host that the container of a version mounts as
// its cord; an empty line when it has none.
func (a App) Cord(v config.Version) Cmd {
	format := `{{range .Mounts}}{{if eq .Destination "` + need(a.Role).Healthcheck.Cord + `"}}{{.Source}}{{end}}{{end}}`
	return docker("container", "inspect", "--format", format, a.Role.ContainerName(v))
}

// CutCord removes the folder that [App.Cord] printed: the container becomes
// unhealthy, and Traefik leaves it. Only a cord of the role is removed, whatever
// the host printed.
func (a App) CutCord(dir string) Cmd {
	parent, name := path.Split(dir)
	if !path.IsAbs(dir) || path.Base(parent) != cords || !strings.HasPrefix(name, need(a.Role).ContainerPrefix()+"-") {
		return refuse(dir)
	}
	return RemoveFolders("-rf", Folder{parent, dir})
}

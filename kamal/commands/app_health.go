package commands

import "github.com/kamal-go/kamal/kamal/config"

// Status prints the health of the container of a version where its image has a
// health check, else its state: running, healthy, unhealthy, exited...
func (a App) Status(v config.Version) Cmd {
	const format = "{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}"
	return docker("container", "inspect", "--format", format, a.Role.ContainerName(v))
}

// Inspect prints the whole state of the container of a version as JSON: exit
// code, whether it ran out of memory, when it started and ended, and its health.
func (a App) Inspect(v config.Version) Cmd {
	return docker("container", "inspect", "--format", "{{json .State}}", a.Role.ContainerName(v))
}

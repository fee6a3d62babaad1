package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Status prints the health of the container of a version where its image has a
// health check, else its state, for [ParseStatus].
func (a App) Status(v config.Version) commands.Cmd {
	const format = "{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}} {{.RestartCount}}"
	return docker("container", "inspect", "--format", format, a.Role.ContainerName(v)).For("asking for the state of the container")
}

// ParseStatus reads what [App.Status] prints: running, healthy, unhealthy,
// exited..., and how often the container was started again.
func ParseStatus(output string) (status, restarts string) {
	status, restarts, _ = strings.Cut(strings.TrimSpace(output), " ")
	return status, restarts
}

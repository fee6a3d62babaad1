package journal

import (
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal"
)

// containerFailed tells what became of a container that did not come up. It
// leaves out the container's log: that was told as the output of docker logs.
func containerFailed(e kamal.ContainerFailed) Entry {
	lines := []string{fmt.Sprintf("the container of %s in version %s did not come up: %s", e.Role, e.Version.Short(), containerState(e))}
	for _, said := range e.Health {
		if said = strings.TrimSpace(said); said != "" {
			lines = append(lines, "its health check printed: "+said)
		}
	}
	return Entry{Level: Error, Host: e.Host, Text: strings.Join(lines, "\n")}
}

func containerState(e kamal.ContainerFailed) string {
	var parts []string
	if e.Status == "" {
		parts = append(parts, "there is none")
	} else {
		parts = append(parts, "it "+hostcmd.ContainerLife{Status: e.Status, ExitCode: e.ExitCode, Restarts: e.Restarts}.String())
	}
	if e.OutOfMemory {
		parts = append(parts, "it was killed for want of memory")
	}
	if e.Error != "" {
		parts = append(parts, strings.TrimSpace(e.Error))
	}
	return strings.Join(parts, ", ")
}

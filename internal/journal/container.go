package journal

import (
	"fmt"
	"strings"

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
	switch e.Status {
	case "":
		parts = append(parts, "there is none")
	case "exited":
		parts = append(parts, fmt.Sprintf("it exited with status %d", e.ExitCode))
	default:
		parts = append(parts, "it is "+e.Status)
	}
	if e.OutOfMemory {
		parts = append(parts, "it was killed for want of memory")
	}
	if e.Error != "" {
		parts = append(parts, strings.TrimSpace(e.Error))
	}
	return strings.Join(parts, ", ")
}

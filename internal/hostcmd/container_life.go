package hostcmd

import (
	"encoding/json"
	"fmt"

	"github.com/kamal-go/kamal/kamal/commands"
)

// Life prints how a container lives, for [ParseLife].
func Life(container string) commands.Cmd {
	return commands.Command("docker", "container", "inspect", "--format", "{{.State.Status}} {{.State.ExitCode}} {{.RestartCount}}", container).For("asking for the state of the container")
}

// ContainerLife is how a container lives.
type ContainerLife struct {
	// Status is docker's word for it: running, restarting, exited...
	Status string
	// ExitCode is what its program ended with at last, while it does not run.
	ExitCode int
	// Restarts is how often docker started it again.
	Restarts int
}

// ParseLife reads what [Life] prints. It reports false for anything else.
func ParseLife(output string) (l ContainerLife, ok bool) {
	n, err := fmt.Sscanf(output, "%s %d %d", &l.Status, &l.ExitCode, &l.Restarts)
	return l, err == nil && n == 3
}

// String says of the container what it does: that it is running, or exited.
func (l ContainerLife) String() string {
	text := "is " + l.Status
	switch l.Status {
	case "exited", "dead", "restarting":
		text = fmt.Sprintf("exited with status %d", l.ExitCode)
	}
	switch l.Restarts {
	case 0:
		return text
	case 1:
		return text + ", after a restart"
	}
	return fmt.Sprintf("%s, after %d restarts", text, l.Restarts)
}

// Ended reports whether the container's program has ended by itself: for good,
// or so often that it is not going to stay up.
func (l ContainerLife) Ended() bool {
	switch l.Status {
	case "exited", "dead":
		return true
	case "restarting":
		return l.Restarts >= 2 // the third end
	default:
		return l.Restarts >= 5
	}
}

// Inspect prints the whole state of a container, for [ParseState].
func Inspect(container string) commands.Cmd {
	const format = `{"RestartCount":{{.RestartCount}},"State":{{json .State}}}`
	return commands.Command("docker", "container", "inspect", "--format", format, container).For("asking for the state of the container")
}

// ContainerState is the whole state of a container.
type ContainerState struct {
	ContainerLife
	// OutOfMemory says that it was killed for want of memory, Error why docker
	// could not start it.
	OutOfMemory bool
	Error       string
	// Health holds what the last health checks printed, the newest last.
	Health []string
}

// ParseState reads what [Inspect] prints. It reports false for anything else.
func ParseState(output string) (s ContainerState, ok bool) {
	var whole struct {
		RestartCount int
		State        struct {
			Status    string
			ExitCode  int
			OOMKilled bool
			Error     string
			Health    *struct{ Log []struct{ Output string } }
		}
	}
	if json.Unmarshal([]byte(output), &whole) != nil {
		return s, false
	}
	state := whole.State
	s.ContainerLife = ContainerLife{Status: state.Status, ExitCode: state.ExitCode, Restarts: whole.RestartCount}
	s.OutOfMemory, s.Error = state.OOMKilled, state.Error
	if state.Health != nil {
		for _, check := range state.Health.Log {
			s.Health = append(s.Health, check.Output)
		}
	}
	return s, true
}

// RemoveContainer stops a container and removes it.
func RemoveContainer(name string) commands.Cmd {
	docker := func(args ...string) commands.Cmd { return commands.Command("docker", "container").Arg(args...) }
	return commands.And(docker("stop", name).Optional(), docker("rm", "--force", name))
}

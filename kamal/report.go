package kamal

import (
	"context"
	"encoding/json"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// reportLines is how much of a failed container's log is shown.
const reportLines = 50

// ContainerFailed tells what became of a container that did not come up. It
// comes before the container is stopped.
type ContainerFailed struct {
	Host    config.Host
	Role    string
	Version config.Version
	// Status is docker's word for it: running, exited, restarting... Empty when
	// there is no container.
	Status string
	// ExitCode counts when Status is exited.
	ExitCode int
	// OutOfMemory reports whether it was killed for want of memory.
	OutOfMemory bool
	// Error is why docker could not start it.
	Error string
	// Health holds what the last health checks printed, the newest last.
	Health []string
	// Log is the end of its log.
	Log string
}

func (ContainerFailed) event() {}

// report tells what became of the new container. It is for people: what can't
// be found out is left out.
func (b *roleBoot) report(ctx context.Context) {
	e := ContainerFailed{Host: b.host, Role: b.role.Name, Version: b.version}
	state, err := b.askOptional(ctx, b.host, b.app.Inspect(b.version))
	if err != nil {
		return
	}
	e.read(state)
	e.Error = b.mask(e.Error)
	for i, said := range e.Health {
		e.Health[i] = b.mask(said)
	}
	lines := reportLines
	if b.cfg.OnTraefik(b.host) {
		lines = b.role.Healthcheck.LogLines
	}
	if log, err := b.askEnd(ctx, b.host, b.app.LogsOf(b.version, commands.LogOptions{Lines: lines})); err == nil {
		e.Log = log
	}
	b.emit(e)
}

// read takes what docker says of the container's state, as JSON.
func (e *ContainerFailed) read(state string) {
	var s struct {
		Status    string
		ExitCode  int
		OOMKilled bool
		Error     string
		Health    *struct{ Log []struct{ Output string } }
	}
	if json.Unmarshal([]byte(state), &s) != nil {
		return
	}
	e.Status, e.ExitCode, e.OutOfMemory, e.Error = s.Status, s.ExitCode, s.OOMKilled, s.Error
	if s.Health != nil {
		for _, check := range s.Health.Log {
			e.Health = append(e.Health, check.Output)
		}
	}
}

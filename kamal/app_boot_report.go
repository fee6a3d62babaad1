package kamal

import (
	"context"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// reportLines is how much of a failed container's log is shown.
const reportLines = 50

// ContainerFailed tells what became of a container that did not come up. It
// comes before the container is stopped.
type ContainerFailed struct {
	Head
	Role    string
	Version config.Version
	// Status is docker's word for it: running, exited, restarting... Empty when
	// there is no container.
	Status string
	// ExitCode counts when Status is exited or restarting.
	ExitCode int
	// Restarts is how often docker had started it again.
	Restarts int
	// OutOfMemory reports whether it was killed for want of memory.
	OutOfMemory bool
	// Error is why docker could not start it.
	Error string
	// Health holds what the last health checks printed, the newest last.
	Health []string
	// Log is the end of its log.
	Log string
}

func (e ContainerFailed) with(h Head) Event { e.Head = h; return e }

// report tells what became of the container; one that ended by itself may have been
// started again since. It is for people: what can't be found out is left out.
func (n newcomer) report(ctx context.Context, ended *UnhealthyError) {
	e := ContainerFailed{Role: n.role, Version: n.version}
	out, err := n.askOptional(ctx, n.host, hostcmd.Inspect(n.container))
	if err != nil {
		return
	}
	s, _ := hostcmd.ParseState(out) // what can't be read is left out
	if ended != nil {
		s.ContainerLife = ended.life()
	}
	e.Status, e.ExitCode, e.Restarts = s.Status, s.ExitCode, s.Restarts
	e.OutOfMemory, e.Error, e.Health = s.OutOfMemory, n.mask(s.Error), s.Health
	for i, said := range e.Health {
		e.Health[i] = n.mask(said)
	}
	log := commands.App{}.Logs(commands.LogOptions{ContainerID: n.container, Lines: n.logLines})
	if log, err := n.askEnd(ctx, n.host, log.For("reading the log")); err == nil {
		e.Log = log
	}
	n.emit(ctx, n.host, e)
}

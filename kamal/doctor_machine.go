package kamal

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// machines is what was found out about the machines that hosts are, which are asked
// at once.
type machines struct {
	*engine
	mu   sync.Mutex
	seen map[config.Host]hostcmd.Machine
	// off is how far a clock is ahead of the one here.
	off map[config.Host]time.Duration
}

func (eng *engine) newMachines() *machines {
	return &machines{engine: eng, seen: map[config.Host]hostcmd.Machine{}, off: map[config.Host]time.Duration{}}
}

// part looks at a host's machine together with other things, and ends the work there
// if the image can't run on it.
func (m *machines) part(h config.Host) part {
	asked := time.Now()
	return part{cmd: hostcmd.LookAtMachine(), optional: true, ask: func(out string) error {
		it := hostcmd.ParseMachine(out)
		m.note(h, it, asked, time.Now())
		if problem, sure := m.misfit(h, it); sure {
			return errors.New(problem)
		}
		return nil
	}}
}

// note keeps what a host said of itself between two moments.
func (m *machines) note(h config.Host, it hostcmd.Machine, asked, answered time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[h] = it
	m.off[h] = clockOff(it.Clock, asked, answered)
}

// tell warns of what may work all the same.
func (m *machines) tell(ctx context.Context) {
	for _, f := range m.weighed(m.findings()) {
		if !f.Fatal {
			m.warn(ctx, "%s: %s; %s", joinHosts(f.Hosts), f.Problem, f.Fix)
		}
	}
}

// findings are all, in the order of the hosts.
func (m *machines) findings() []Finding {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Concat(m.architectures(),
		m.clocks("behind", func(off time.Duration) bool { return off < 0 }),
		m.clocks("ahead of", func(off time.Duration) bool { return off > 0 }))
}

// folded puts findings together that differ in their host alone.
func folded(findings []Finding) []Finding {
	var all []Finding
	for _, f := range findings {
		i := slices.IndexFunc(all, func(o Finding) bool {
			return o.Check == f.Check && o.Problem == f.Problem && o.Fix == f.Fix && o.Fatal == f.Fatal
		})
		if i < 0 || len(f.Hosts) == 0 {
			all = append(all, f)
			continue
		}
		all[i].Hosts = append(all[i].Hosts, f.Hosts...)
	}
	return all
}

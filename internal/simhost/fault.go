package simhost

import (
	"context"
	"slices"
	"time"
)

// Fault is something that goes differently from what the simulation would do.
type Fault struct {
	// Host and Line are patterns, see [Match]. Line is matched against whole
	// command lines, and against each program on them with its arguments.
	Host, Line string
	// Times is how often it happens; 0 is always.
	Times int
	// Before is called first, if it is set.
	Before func()
	// Delay is waited for next, unless the command is cancelled.
	Delay time.Duration
	// Stdout, Stderr and Exit are the outcome, and Err ends the whole command line
	// with this error. With neither, the program runs as if there were no fault.
	Stdout, Stderr string
	Exit           int
	Err            error

	used int
}

// decides reports whether the fault stands in for the program.
func (f *Fault) decides() bool {
	return f.Stdout != "" || f.Stderr != "" || f.Exit != 0 || f.Err != nil
}

// Add adds a fault. Earlier ones go first.
func (w *World) Add(f *Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, f)
}

// Unused gives the faults that never happened.
func (w *World) Unused() []*Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.faults), func(f *Fault) bool { return f.used > 0 })
}

// fault finds what goes wrong with a line, and counts it. One that was met
// already does not count again.
func (w *World) fault(host, line string, met *Fault) *Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.faults {
		if f != met && (f.Times == 0 || f.used < f.Times) && Match(f.Host, host) && Match(f.Line, line) {
			f.used++
			return f
		}
	}
	return nil
}

// happen carries out a fault up to its outcome.
func (f *Fault) happen(ctx context.Context) error {
	if f.Before != nil {
		f.Before()
	}
	return wait(ctx, f.Delay)
}

// wait waits, unless ctx ends before.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

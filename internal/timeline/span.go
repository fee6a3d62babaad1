package timeline

import (
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// kind is what takes time.
type kind string

const (
	step    kind = "step"
	hook    kind = "hook"
	lock    kind = "lock"
	command kind = "command"
	script  kind = "together" // commands that were sent together
	wait    kind = "wait"
)

// key finds the beginning that an end belongs to.
type key struct {
	kind kind
	host config.Host
	text string
	part int // of commands sent together: which it is, from 1
}

// span is something that took time, counted from the beginning of the run.
type span struct {
	key
	name       string
	line       string
	began, end time.Duration
	ended      bool
	failure    string
	optional   bool // a failure counts for nothing

	interrupted bool
	of          int // how many commands were sent together
	script      *span
	hosts       map[config.Host]*visit // of a step
	lane        int
}

func (s *span) took() time.Duration { return s.end - s.began }

// broken reports whether it failed, and that counts.
func (s *span) broken() bool { return s.failure != "" && !s.optional }

// visit is a step's work on a host.
type visit struct {
	done bool
	at   time.Duration
}

// level is how much a mark matters.
type level string

const (
	told   level = "note"
	warned level = "warning"
	failed level = "failure"
)

// mark is something that happened at one time.
type mark struct {
	host  config.Host
	at    time.Duration
	level level
	text  string
}

// hostOrder is hosts in the order in which they came up. That of this machine is
// empty.
type hostOrder map[config.Host]int

func (o hostOrder) add(h config.Host) {
	if _, known := o[h]; !known {
		o[h] = len(o)
	}
}

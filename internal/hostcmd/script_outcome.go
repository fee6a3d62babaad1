package hostcmd

import (
	"fmt"

	"github.com/kamal-go/kamal/kamal/commands"
)

// PartState says how a part of a script ended.
type PartState int

const (
	// PartUnknown is a part that nothing more was heard of: it may have run or not, or
	// may run still.
	PartUnknown PartState = iota
	// PartNotRun is a part that came after one that failed.
	PartNotRun
	// PartSucceeded is a part that ended with status 0.
	PartSucceeded
	// PartFailed is a part that ended with any other status.
	PartFailed
)

// String names the state in a few words.
func (s PartState) String() string {
	switch s {
	case PartNotRun:
		return "not run"
	case PartSucceeded:
		return "ok"
	case PartFailed:
		return "failed"
	default:
		return "unknown"
	}
}

// Outcome is how a part of a script ended.
type Outcome struct {
	Part  commands.Part
	State PartState
	// Status is the exit status of a part that failed.
	Status int
}

// String tells name, state and status.
func (o Outcome) String() string {
	if o.State == PartFailed {
		return fmt.Sprintf("%s: failed with status %d", o.Part.Name, o.Status)
	}
	return o.Part.Name + ": " + o.State.String()
}

// Outcomes are how the parts of a script ended, as far as that was heard.
type Outcomes struct {
	parts          []commands.Part
	hear           func(Outcome)
	stdout, stderr splitter
	statuses       []int
}

// Listen gives the command of a [commands.Script], and what will be known of its parts:
// it hands what the host prints to the streams of the part that prints it. Each end is told of
// when it is read, if there is somebody to tell; some of what the part said on standard
// error may come later.
func Listen(mark string, parts []commands.Part, hear func(Outcome)) (commands.Cmd, *Outcomes) {
	c, o := commands.Script(mark, parts...), &Outcomes{parts: parts, hear: hear}
	o.stdout = splitter{mark: mark, ended: o.ended}
	o.stderr = splitter{mark: mark}
	for _, p := range parts {
		o.stdout.to = append(o.stdout.to, p.Cmd.Stdout)
		o.stderr.to = append(o.stderr.to, p.Cmd.Stderr)
	}
	if !c.IsZero() {
		c.Stdout, c.Stderr = &o.stdout, &o.stderr
	}
	return c, o
}

func (o *Outcomes) ended(status int) {
	o.statuses = append(o.statuses, status)
	if o.hear != nil {
		o.hear(o.at(len(o.statuses) - 1))
	}
}

// All gives the outcome of each part, in order, once the command has ended or the
// host was lost. The first that is unknown is what was being run then, unless the
// host never got to it.
func (o *Outcomes) All() []Outcome {
	o.stdout.flush()
	o.stderr.flush()
	all := make([]Outcome, len(o.parts))
	over := false
	for i := range all {
		all[i] = o.at(i)
		if over {
			all[i] = Outcome{Part: all[i].Part, State: PartNotRun}
		}
		over = over || all[i].State == PartFailed && !all[i].Part.Optional
	}
	return all
}

func (o *Outcomes) at(i int) Outcome {
	out := Outcome{Part: o.parts[i]}
	switch {
	case i >= len(o.statuses):
	case o.statuses[i] == 0:
		out.State = PartSucceeded
	default:
		out.State, out.Status = PartFailed, o.statuses[i]
	}
	return out
}

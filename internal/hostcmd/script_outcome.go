package hostcmd

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

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
	o.stdout = splitter{mark: mark, parts: len(parts), ended: o.ended}
	o.stderr = splitter{mark: mark, parts: len(parts)}
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

// splitter hands what a host prints to the parts that print it. Between two of
// them stands MARK:INDEX:STATUS and a line break.
type splitter struct {
	mark  string
	parts int
	to    []io.Writer
	ended func(status int)

	part int    // the one that prints now
	held []byte // what may be the beginning of a mark
}

// Write implements [io.Writer]. Only what may be a mark is held back.
func (s *splitter) Write(b []byte) (int, error) {
	left := b
	if len(s.held) > 0 {
		left, s.held = append(s.held, b...), nil
	}
	for len(left) > 0 {
		text, rest, status, found := s.cut(left)
		if err := s.pass(text); err != nil {
			return 0, err
		}
		left = rest
		if !found {
			break
		}
		s.part++
		if s.ended != nil {
			s.ended(status)
		}
	}
	s.held = bytes.Clone(left)
	return len(b), nil
}

// cut takes off what stands before the next mark, and the mark. Without one, what
// may become one is the rest.
func (s *splitter) cut(all []byte) (text, rest []byte, status int, found bool) {
	want := fmt.Appendf(nil, "%s:%d:", s.mark, s.part)
	for i := 0; i < len(all) && s.part < s.parts; i++ {
		next := bytes.IndexByte(all[i:], want[0])
		if next < 0 {
			break
		}
		i += next
		length, status, maybe := readMark(all[i:], want)
		if length > 0 || maybe {
			return all[:i], all[i+length:], status, !maybe
		}
	}
	return all, nil, 0, false
}

// readMark reads the mark that a text begins with. Without one it says whether that
// may come.
func readMark(text, want []byte) (length, status int, maybe bool) {
	if len(text) < len(want) {
		return 0, 0, bytes.HasPrefix(want, text)
	}
	rest, ok := bytes.CutPrefix(text, want)
	if !ok {
		return 0, 0, false
	}
	digits, _, whole := bytes.Cut(rest, []byte("\n"))
	if !whole {
		return 0, 0, len(digits) <= 3
	}
	n, err := strconv.ParseUint(string(digits), 10, 8)
	if err != nil || strconv.FormatUint(n, 10) != string(digits) {
		return 0, 0, false
	}
	return len(want) + len(digits) + 1, int(n), false
}

// pass hands on a text; what comes after the last part is the last part's.
func (s *splitter) pass(text []byte) error {
	if len(text) == 0 || s.parts == 0 {
		return nil
	}
	to := s.to[min(s.part, s.parts-1)]
	if to == nil {
		return nil
	}
	_, err := to.Write(text)
	return err
}

func (s *splitter) flush() {
	_ = s.pass(s.held)
	s.held = nil
}

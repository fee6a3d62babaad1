package commands

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// Part is one command of a [Script].
type Part struct {
	// Name says which it is.
	Name string
	// Cmd is what is run. Its streams are the part's own: Stdin is for little, as it
	// takes up to four times its size on the way, and what the part doesn't read of it
	// no other gets. As with [And], Dir and Env don't carry over.
	Cmd Cmd
	// Optional lets the next part run even if this one fails.
	Optional bool
	// Unless spares the host Cmd: it is run first, and where it succeeds, that is the end
	// of the part. It reads nothing, and the input of Cmd is waited for only where Cmd is
	// run, unless a later part has input, too.
	Unless Cmd
}

// Script gives several commands as one, which costs one round trip. They run one after
// the other, each in a subshell of its own if those before it went well, and how each
// ended and what it printed is known of it alone. The mark tells them apart in what the
// host prints, whatever they print: 16 letters and digits or more, which nobody can
// guess.
//
// The command may be run once, for it holds what the parts read. On both of its streams
// comes what the parts print, and after each part MARK:INDEX:STATUS and a line break. Its
// status is that of the part that ended it, else 0. It is shown as the commands joined,
// without the marks.
//
// It panics without a proper mark: the outcomes would be anybody's guess.
func Script(mark string, parts ...Part) Cmd {
	if len(parts) == 0 {
		return Cmd{}
	}
	if !isMark(mark) {
		panic("commands: a script needs a mark of 16 letters and digits or more")
	}
	var e scripted
	var inputs []io.Reader
	e.people = make([]Cmd, len(parts))
	purpose := ""
	for i, p := range parts {
		e.steps = append(e.steps, scriptStep{mark, i, p, !slices.ContainsFunc(parts[i+1:], Part.reads)})
		purpose = cmp.Or(purpose, p.Cmd.Purpose)
		if p.reads() {
			inputs = append(inputs, &lineReader{from: p.Cmd.Stdin})
		}
		if !p.Unless.IsZero() {
			p.Cmd = Or(p.Unless, p.Cmd)
		}
		if p.Optional {
			p.Cmd = p.Cmd.Optional()
		}
		e.people[i] = p.Cmd
	}
	e.plain = And(e.people...).expr
	c := Cmd{expr: e, Purpose: purpose}
	if len(inputs) > 0 {
		c.Stdin = io.MultiReader(inputs...)
		c.StdinCanWait = len(inputs) == 1 && slices.ContainsFunc(parts, func(p Part) bool { return p.reads() && !p.Unless.IsZero() })
	}
	return c
}

// Parts gives the commands that a command is made of: those of the [Script] that made
// it, as people see them, else itself alone.
func (c Cmd) Parts() []Cmd {
	if s, ok := c.expr.(scripted); ok {
		return slices.Clone(s.people)
	}
	return []Cmd{c}
}

// isMark reports whether a text can't be met by chance and is one word.
func isMark(s string) bool {
	for _, c := range []byte(s) {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z') {
			return false
		}
	}
	return len(s) >= 16
}

// scripted is the parts of a script as they are sent, and as people see them.
type scripted struct {
	steps  []expr
	people []Cmd
	plain  expr // all of people
}

func (s scripted) line(f form) string {
	if f == shown {
		return line(s.plain, f)
	}
	return joined{and, s.steps}.line(f)
}

// scriptStep runs a part and prints how it ended on both streams.
type scriptStep struct {
	mark  string
	index int
	part  Part
	last  bool // no part after it reads anything
}

func (p Part) reads() bool { return p.Cmd.Stdin != nil }

func (s scriptStep) line(f form) string {
	end := "exit $s"
	if s.part.Optional {
		end = "exit 0"
	}
	mark := fmt.Sprintf("echo %s:%d:$s", s.mark, s.index)
	return fmt.Sprintf("( %s; s=$?; %s; %s >&2; %s )", s.run(f), mark, mark, end)
}

// run runs the part. Of its input it takes all, for the next part begins after that, but
// where there is no next the input may be left where it is.
func (s scriptStep) run(f form) string {
	// Of all that shells have, only read takes no more than what is meant for it, and
	// tells when that is cut off.
	const take, give = "IFS= read -r kamal_input && ", `printf %b "$kamal_input" | `
	run := subshell{s.part.Cmd.expr}.line(f)
	if s.part.Unless.IsZero() {
		if s.part.reads() {
			return take + give + run
		}
		return run + " </dev/null"
	}
	spared := subshell{s.part.Unless.expr}.line(f) + " </dev/null || "
	switch {
	case !s.part.reads():
		return spared + run + " </dev/null"
	case s.last:
		return spared + "{ " + take + give + run + "; }"
	default:
		return take + "{ " + spared + give + run + "; }"
	}
}

// lineReader gives what it reads as one line that printf's %b turns back.
type lineReader struct {
	from io.Reader
	next []byte
	done bool
}

func (l *lineReader) Read(b []byte) (int, error) {
	for len(l.next) == 0 {
		if l.done {
			return 0, io.EOF
		}
		if err := l.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(b, l.next)
	l.next = l.next[n:]
	return n, nil
}

// fill reads on. An error is no end: the line stays open then.
func (l *lineReader) fill() error {
	var raw [4096]byte
	n, err := l.from.Read(raw[:])
	for _, c := range raw[:n] {
		if c < ' ' || c > '~' || c == '\\' {
			l.next = fmt.Appendf(l.next, `\0%03o`, c)
		} else {
			l.next = append(l.next, c)
		}
	}
	if err == io.EOF {
		l.next, l.done = append(l.next, '\n'), true
		return nil
	}
	return err
}

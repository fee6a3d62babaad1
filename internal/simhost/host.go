package simhost

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/minishell"
)

// Host is one host. It begins with docker installed, and nothing else.
type Host struct {
	Name  string
	Files *Files

	world  *World
	engine *engine

	mu     sync.Mutex
	noRoot bool
}

func newHost(w *World, name string) *Host {
	h := &Host{Name: name, world: w, Files: newFiles()}
	h.engine = &engine{host: h, builders: map[string]string{}, contexts: map[string]string{}, made: map[string]int{}, services: map[string]*service{}}
	return h
}

// Streams are a command's; nil ones are empty or discarded.
type Streams struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

func (s Streams) filled() Streams {
	if s.Stdin == nil {
		s.Stdin = strings.NewReader("")
	}
	if s.Stdout == nil {
		s.Stdout = io.Discard
	}
	if s.Stderr == nil {
		s.Stderr = io.Discard
	}
	return s
}

// lineRun is the running of one line; Err of a fault ends it.
type lineRun struct {
	host   *Host
	cancel context.CancelCauseFunc
	err    error
	met    *Fault // by the whole line
}

// lostError is why a line was ended by a fault.
type lostError struct{ error }

// Run carries out a command line for /bin/sh and gives its exit status. The
// error is a fault's, or the cause of ctx; there is no status then.
func (h *Host) Run(ctx context.Context, line string, s Streams) (int, error) {
	return h.RunShown(ctx, line, line, s)
}

// RunShown is Run for a line that is matched by faults as it is shown, which may
// differ in secrets.
func (h *Host) RunShown(outer context.Context, line, shown string, s Streams) (int, error) {
	s = s.filled()
	ctx, cancel := context.WithCancelCause(outer)
	defer cancel(nil)
	r := &lineRun{host: h, cancel: cancel}
	sh := &minishell.Shell{
		Program: r.program, Files: h.Files, Dir: home,
		Vars: map[string]string{"HOME": home, "USER": "root", "PATH": "/usr/bin:/bin"},
	}
	call := minishell.Call{Stdin: s.Stdin, Stdout: s.Stdout, Stderr: s.Stderr}
	status, done := r.fault(ctx, shown, call)
	if !done {
		status = sh.Run(ctx, line, call)
	}
	if outer.Err() != nil {
		return -1, context.Cause(outer)
	}
	return status, r.err
}

// fault does what a fault for this text says. It reports whether that stands in
// for the program.
func (r *lineRun) fault(ctx context.Context, text string, c minishell.Call) (status int, done bool) {
	f := r.host.world.fault(r.host.Name, text, r.met)
	if f == nil {
		return 0, false
	}
	r.met = f
	if f.happen(ctx) != nil {
		return 130, true
	}
	if f.Err != nil {
		r.err = f.Err
		r.cancel(lostError{f.Err})
		return 255, true
	}
	_, _ = io.WriteString(c.Stdout, f.Stdout)
	_, _ = io.WriteString(c.Stderr, f.Stderr)
	return f.Exit, f.decides()
}

// program runs one program of a line.
func (r *lineRun) program(ctx context.Context, c minishell.Call) int {
	if len(c.Args) == 0 {
		return 0
	}
	if ctx.Err() != nil {
		return 130 // what ended the line ended all of it
	}
	if status, done := r.trouble(ctx, c); done {
		return status
	}
	if status, done := r.fault(ctx, strings.Join(c.Args, " "), c); done {
		return status
	}
	h, name := r.host, c.Args[0]
	switch {
	case name == "docker" && h.Files.Exists(dockerProgram):
		return h.engine.run(ctx, c)
	case name == "kill":
		r.err = fmt.Errorf("the session of %s ended", h.Name)
		r.cancel(lostError{r.err})
		return 255
	}
	p := programs[name]
	_, operands := split(c.Args[1:])
	switch {
	case len(operands) < leastOperands[name]:
		return fail(c, "missing operand")
	case p != nil:
		return p(ctx, h, c)
	case strings.Contains(name, "/"):
		return 0 // a hook, or another program of the user's
	}
	fmt.Fprintf(c.Stderr, "sh: 1: %s: not found\n", name)
	return 127
}

// SetRoot says whether the user is root, and may become it.
func (h *Host) SetRoot(root bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.noRoot = !root
}

func (h *Host) lacksRoot() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.noRoot
}

// WriteFile makes a file, and the folders above it.
func (h *Host) WriteFile(p, text string) error {
	if err := h.Files.Mkdir(path.Dir(at(p)), true); err != nil {
		return err
	}
	return h.Files.Write(p, []byte(text), false)
}

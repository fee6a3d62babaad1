package cli

import (
	"io"
	"os"
	"sync"

	"github.com/kamal-go/kamal/internal/environ"
)

// invocation is all that a run of the command gets from outside.
type invocation struct {
	args           []string
	stdin          io.Reader
	stdout, stderr io.Writer
	// environ is the environment, each NAME=value; the last of a name counts.
	environ []string
	// ending is how signals end the run; nil when none do.
	ending *ending
	// dir is the project's folder; empty is the current one.
	dir string
}

// getenv reads a variable of the environment.
func (in invocation) getenv(name string) string { return environ.Getenv(in.environ)(name) }

// resultWriter is standard output. The first write that fails ends the run:
// nobody reads the results any more.
type resultWriter struct {
	w      io.Writer
	broken func(error)

	mu  sync.Mutex
	err error
}

// Write implements io.Writer.
func (r *resultWriter) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.w.Write(b)
	if err != nil {
		r.err = err
		r.broken(err)
	}
	return n, err
}

// Fd gives the file descriptor below, for whoever asks whether it is a terminal.
func (r *resultWriter) Fd() uintptr {
	if f, ok := r.w.(*os.File); ok {
		return f.Fd()
	}
	return ^uintptr(0)
}

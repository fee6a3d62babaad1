package secrets

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"

	"github.com/kamal-go/kamal/internal/bounded"
)

// Command is a program to run.
type Command struct {
	// Args are the program's name and its arguments. They may hold the key of a session: don't print them.
	Args []string
	// Env are variables to add to the environment, as NAME=value. They may hold the key of a session, too.
	Env []string
}

// Runner runs programs.
//
// Run runs one to its end, by its words and without a shell, and returns all that it wrote to standard output,
// when it fails as well. Any error means that the program failed; one that wraps [exec.ErrNotFound] means
// that there is no such program. It ends the program when the context ends. Run is called by several
// goroutines at once.
type Runner interface {
	Run(ctx context.Context, c Command) ([]byte, error)
}

// RunnerFunc is a function that is a [Runner].
type RunnerFunc func(ctx context.Context, c Command) ([]byte, error)

// Run calls the function.
func (f RunnerFunc) Run(ctx context.Context, c Command) ([]byte, error) {
	if f == nil {
		return nil, errors.New("there is no function to run programs with")
	}
	return f(ctx, c)
}

var (
	_ Runner = RunnerFunc(nil)
	_ Runner = Local{}
)

// Local runs programs on this machine. The zero value runs them as this process would.
type Local struct {
	// Dir is the working directory; empty means this process's.
	Dir string
	// Env is the environment, as NAME=value; nil means this process's. Programs are looked for on the
	// PATH of this process all the same.
	Env []string
	// Stdin is what programs read answers from; nil means this process's standard input.
	Stdin io.Reader
	// Stderr is where programs ask and complain; nil means this process's standard error.
	Stderr io.Writer
}

// maxAnswer is how much a program may write: 16 MiB.
const maxAnswer = 16 << 20

// Run implements [Runner].
func (l Local) Run(ctx context.Context, c Command) ([]byte, error) {
	if len(c.Args) == 0 {
		return nil, errors.New("there is no program to run")
	}
	return bounded.Command{
		Args: c.Args, Dir: l.Dir, Env: append(l.environ(), c.Env...),
		Stdin: cmp.Or[io.Reader](l.Stdin, os.Stdin), Stderr: cmp.Or[io.Writer](l.Stderr, os.Stderr), Limit: maxAnswer,
	}.Output(ctx)
}

func (l Local) environ() []string {
	if l.Env == nil {
		return os.Environ()
	}
	return l.Env[:len(l.Env):len(l.Env)]
}

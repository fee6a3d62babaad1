package secrets

import (
	"cmp"
	"context"
	"io"
	"os"

	"github.com/kamal-go/kamal/internal/bounded"
)

// maxAnswer is how much a program may write: 16 MiB.
const maxAnswer = 16 << 20

// run runs a program, by its words and without a shell.
func (f *Fetcher) run(ctx context.Context, args, env []string) ([]byte, error) {
	if f.Run != nil {
		return f.Run(ctx, args, env)
	}
	environ := f.Environ
	if environ == nil {
		environ = os.Environ()
	}
	return bounded.Command{
		Args: args, Dir: f.Dir, Env: append(environ[:len(environ):len(environ)], env...),
		Stdin: cmp.Or[io.Reader](f.Stdin, os.Stdin), Stderr: cmp.Or[io.Writer](f.Stderr, os.Stderr), Limit: maxAnswer,
	}.Output(ctx)
}

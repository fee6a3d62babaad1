package kamal

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/kamal/commands"
)

// Output runs a command on a host, or with an empty one on the machine of the
// executor, and gives all that it prints on standard output. The error of a command
// that fails is a [CommandError], which has the end of what it said on standard
// error; what it printed until then comes with it. More than 16 MiB are
// [ErrOutputTooLong].
//
//	kernel, err := kamal.Output(ctx, x, "app1", commands.Command("uname", "-r"))
func Output(ctx context.Context, x Executor, host string, cmd commands.Cmd) (string, error) {
	if isNil(x) {
		return "", fmt.Errorf("%w: there is no executor to run a command with", ErrUsage)
	}
	var printed kept
	errs := tailWriter{textline.Tail{Limit: tailLimit}}
	cmd.Stdout, cmd.Stderr = &printed, &errs
	err := x.Run(ctx, host, cmd)
	if printed.err != nil {
		err = printed.err
	}
	if err != nil {
		err = &CommandError{For: cmd.Purpose, Line: cmd.String(), Stderr: errs.String(), Err: err}
	}
	return printed.String(), err
}

// kept is all of an output, up to a limit.
type kept struct {
	strings.Builder
	err error // that there was more
}

// Write implements io.Writer. It fails, and so ends the command, at the limit.
func (k *kept) Write(b []byte) (int, error) {
	if k.Len()+len(b) > keptLimit {
		k.err = fmt.Errorf("%w: more than %d MiB", ErrOutputTooLong, keptLimit>>20)
		return 0, k.err
	}
	return k.Builder.Write(b)
}

// tailWriter keeps the end of an output.
type tailWriter struct{ textline.Tail }

// Write implements io.Writer.
func (w *tailWriter) Write(b []byte) (int, error) {
	w.Add(string(b))
	return len(b), nil
}

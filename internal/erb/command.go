package erb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/kamal-go/kamal/internal/bounded"
)

// notFound is the exit code of a shell that does not find a command.
const notFound = 127

// shellMarks are the characters for which Ruby takes a shell; without them a missing command is an error.
const shellMarks = "*?{}[]<>()~&|\\$;'`\"\n#=%"

// command runs a line of shell and returns what it wrote.
func (e *evaluator) command(line string) value {
	out, err := e.run(line)
	if ctxErr := e.ctx.Err(); ctxErr != nil {
		panic(&stopped{ctxErr})
	}
	var failed interface{ ExitCode() int }
	switch {
	case err == nil:
	case !errors.As(err, &failed) || failed.ExitCode() <= 0:
		e.raiseErr("RuntimeError", fmt.Errorf("running %q: %w", line, err))
	case failed.ExitCode() == notFound && !strings.ContainsAny(line, shellMarks):
		e.raiseErr("Errno::ENOENT", fmt.Errorf("running %q: command not found", line))
	default:
		e.result.Failed = append(e.result.Failed, FailedCommand{line, e.src.position(e.at), err})
	}
	if len(out) > bounded.MaxOutput {
		e.raiseErr("RuntimeError", fmt.Errorf("running %q: %w: more than %d bytes", line, bounded.ErrTooMuch, bounded.MaxOutput))
	}
	return e.text(string(out))
}

func (e *evaluator) run(line string) ([]byte, error) {
	e.step(100)
	run := e.opts.Run
	if run == nil {
		run = e.shell
	}
	return run(e.ctx, e.opts.Dir, line, e.env.Environ())
}

// shell runs a line with the shell of the system.
func (e *evaluator) shell(ctx context.Context, dir, line string, env []string) ([]byte, error) {
	c := bounded.Command{Args: bounded.Shell(line), Dir: dir, Env: env, Stderr: e.opts.Log, Limit: bounded.MaxOutput}
	return c.Output(ctx)
}

// folder is the absolute project folder.
func (e *evaluator) folder() string {
	if e.opts.Dir != "" {
		if dir, err := filepath.Abs(e.opts.Dir); err == nil {
			return dir
		}
	}
	dir, err := os.Getwd()
	if err != nil {
		e.raiseErr("Errno::ENOENT", err)
	}
	return dir
}

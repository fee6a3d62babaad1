package kamaltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

// The limits of [TestExecutor].
const (
	cancelLimit  = 20 * time.Second // for a cancelled command to end
	bigOutput    = 1 << 20
	parallelRuns = 8
)

// TestExecutor checks that an Executor keeps the contract of [kamal.Executor].
// The host must have a POSIX shell with cat, sleep and the like, real or
// simulated; nothing is left behind on it. It takes a few seconds, and gives all
// that is wrong as one joined error, or nil.
//
//	if err := kamaltest.TestExecutor(t.Context(), x, "app1"); err != nil {
//		t.Error(err)
//	}
func TestExecutor(ctx context.Context, x kamal.Executor, host string) error {
	if x == nil {
		return fmt.Errorf("%w: there is no executor to check", kamal.ErrUsage)
	}
	c := checker{x, host}
	var errs []error
	for _, check := range []struct {
		name string
		run  func(checker, context.Context) error
	}{
		{"standard output", checker.stdout},
		{"standard error", checker.stderr},
		{"standard input", checker.stdin},
		{"no standard input", checker.noStdin},
		{"discarded output", checker.discard},
		{"exit status", checker.status},
		{"words", checker.words},
		{"shell", checker.shell},
		{"environment", checker.environment},
		{"big output", checker.big},
		{"parallel runs", checker.parallel},
		{"cancelled before", checker.cancelledBefore},
		{"cancelled in the middle", checker.cancelled},
	} {
		if err := check.run(c, ctx); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", check.name, err))
		}
	}
	return errors.Join(errs...)
}

type checker struct {
	x    kamal.Executor
	host string
}

// run runs a command and gives what it printed.
func (c checker) run(ctx context.Context, cmd commands.Cmd) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = c.x.Run(ctx, c.host, cmd)
	return out.String(), errs.String(), err
}

// prints checks what a command prints on standard output.
func (c checker) prints(ctx context.Context, cmd commands.Cmd, want string) error {
	got, err := kamal.Output(ctx, c.x, c.host, cmd)
	if err != nil {
		return fmt.Errorf("running %s: %w", cmd, err)
	}
	if got != want {
		return fmt.Errorf("%s printed %.200q, want %.200q", cmd, got, want)
	}
	return nil
}

func (c checker) stdout(ctx context.Context) error {
	out, errs, err := c.run(ctx, commands.Command("echo", "hello"))
	if err != nil || out != "hello\n" || errs != "" {
		return fmt.Errorf("echo gave %q, on standard error %q, and %w", out, errs, orNil(err))
	}
	return nil
}

// errNone stands for a nil error in a message.
var errNone = errors.New("no error")

func orNil(err error) error {
	if err == nil {
		return errNone
	}
	return err
}

func (c checker) stderr(ctx context.Context) error {
	cmd := commands.Command("cat", "/no/such/file")
	out, errs, err := c.run(ctx, commands.Then(commands.Command("echo", "out"), cmd))
	if out != "out\n" || errs == "" || err == nil {
		return fmt.Errorf("standard output is %q, standard error %q, and %w, want %q, a complaint, and an error", out, errs, orNil(err), "out\n")
	}
	return nil
}

func (c checker) stdin(ctx context.Context) error {
	text := strings.Repeat("line of input\x00\xff\n", 5000)
	cmd := commands.Command("cat")
	cmd.Stdin = strings.NewReader(text)
	return c.prints(ctx, cmd, text)
}

func (c checker) noStdin(ctx context.Context) error {
	return c.prints(ctx, commands.Command("cat"), "")
}

func (c checker) discard(ctx context.Context) error {
	cmd := commands.Then(commands.Command("echo", "lost"), commands.Command("cat", "/no/such/file").Optional())
	return c.x.Run(ctx, c.host, cmd)
}

func (c checker) status(ctx context.Context) error {
	if err := c.x.Run(ctx, c.host, commands.Command("true")); err != nil {
		return fmt.Errorf("true gave %w", err)
	}
	for _, want := range []int{1, 42} {
		cmd := commands.Command("sh", "-c", fmt.Sprintf("exit %d", want))
		err := c.x.Run(ctx, c.host, cmd)
		if status, ok := kamal.ExitStatus(err); !ok || status != want {
			return fmt.Errorf("%s gave %w, want an error with ExitStatus() %d", cmd, orNil(err), want)
		}
	}
	return nil
}

func (c checker) words(ctx context.Context) error {
	const odd = "a  b'c\"d $HOME `id` \\ * ~ ; & | < > ( ) # é"
	return c.prints(ctx, commands.Command("printf", "%s", odd), odd)
}

func (c checker) shell(ctx context.Context) error {
	cmd := commands.And(
		commands.Pipe(commands.Command("printf", `%s\n`, "one"), commands.Command("cat")),
		commands.Or(commands.Command("false"), commands.Command("echo").Word(commands.Substitute(commands.Command("echo", "two")))))
	return c.prints(ctx, cmd, "one\ntwo\n")
}

func (c checker) environment(ctx context.Context) error {
	cmd := commands.Command("echo").Word(commands.Expand("$KAMALTEST_VALUE"))
	cmd.Env = []string{"KAMALTEST_VALUE=it's set"}
	return c.prints(ctx, cmd, "it's set\n")
}

func (c checker) big(ctx context.Context) error {
	text := strings.Repeat("0123456789abcde\n", bigOutput/16)
	cmd := commands.Command("cat")
	cmd.Stdin = strings.NewReader(text)
	return c.prints(ctx, cmd, text)
}

func (c checker) parallel(ctx context.Context) error {
	errs := make([]error, parallelRuns)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			text := fmt.Sprintf("number %d", i)
			errs[i] = c.prints(ctx, commands.Command("echo", text), text+"\n")
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// errCancelled is the cause that a cancelled command's error has to wrap.
var errCancelled = errors.New("cancelled by the check")

func (c checker) cancelledBefore(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	cancel(errCancelled)
	if err := c.x.Run(ctx, c.host, commands.Command("echo", "never")); err == nil {
		return errors.New("a command under a context that had ended gave no error")
	}
	return nil
}

// cancelled cancels a command that has begun, and looks whether Run comes back
// with the right error.
func (c checker) cancelled(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	begun := make(chan struct{})
	cmd := commands.Then(commands.Command("echo", "begun"), commands.Command("sleep", "300"))
	cmd.Stdout = onFirstWrite(begun)
	done := make(chan error, 1)
	go func() { done <- c.x.Run(ctx, c.host, cmd) }()
	select {
	case <-begun:
	case err := <-done:
		return fmt.Errorf("the command ended before it was cancelled: %w", orNil(err))
	case <-time.After(cancelLimit):
		return errors.New("what the command printed did not arrive while it ran")
	}
	cancel(errCancelled)
	select {
	case err := <-done:
		if !errors.Is(err, errCancelled) && !errors.Is(err, context.Canceled) {
			return fmt.Errorf("a cancelled command gave %w, want an error that wraps the context's cause", orNil(err))
		}
		return nil
	case <-time.After(cancelLimit):
		return fmt.Errorf("a cancelled command did not end within %s", cancelLimit)
	}
}

// onFirstWrite gives a writer that closes a channel when it is first used.
func onFirstWrite(c chan struct{}) io.Writer { return &firstWrite{done: c} }

type firstWrite struct {
	once sync.Once
	done chan struct{}
}

// Write implements io.Writer.
func (w *firstWrite) Write(b []byte) (int, error) {
	w.once.Do(func() { close(w.done) })
	return len(b), nil
}

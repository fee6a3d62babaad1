package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/visible"
)

// confirmedName is the long name of -y, by which commands that ask are known.
const confirmedName = "confirmed"

// refuseUnattended refuses a command that asks where nobody can answer, before
// anything is read, run or reached. A job without a terminal that went on as if
// the answer were no would look as if it had done its work.
func (p *Session) refuseUnattended(flags []*kong.Flag) error {
	i := slices.IndexFunc(flags, func(f *kong.Flag) bool { return f.Name == confirmedName })
	if i < 0 || flags[i].Target.Bool() || p.options.DryRun || screen.IsTerminal(p.in.stdin) {
		return nil
	}
	return unanswered(fmt.Sprintf("%q asks before it begins, and standard input is no terminal to answer on", p.commandPath()))
}

// unanswered is the error of a question that nobody answers.
func unanswered(msg string) error {
	return &cmdline.UsageError{Msg: msg + ": nothing was done", Advice: "to go on without a question, add -y"}
}

// Confirm asks a question before something that can't be taken back, unless -y
// was given. An answer other than y ends the command.
func (p *Session) Confirm(ctx context.Context, confirmed bool, question string) error {
	if p == nil || p.options == nil {
		return errNoCommand
	}
	if confirmed || p.options.DryRun {
		return nil
	}
	var yes bool
	var err error
	p.screen.Pause(func() { yes, err = p.ask(ctx, question) })
	switch {
	case errors.Is(err, io.EOF):
		return unanswered("the question was not answered, for the input has ended")
	case yes || err != nil:
		return err
	}
	fmt.Fprintln(p.in.stderr, "Nothing was done.")
	return errGivenUp
}

// ask puts a question to whoever sits at the terminal, until the answer is y or
// n, or nothing at all. The error is [io.EOF] when the input has ended.
func (p *Session) ask(ctx context.Context, question string) (yes bool, err error) {
	for {
		line, err := p.prompt(ctx, question+" [y/N] ")
		switch {
		case err != nil:
			return false, err
		case strings.EqualFold(line, "y"):
			return true, nil
		case line == "" || strings.EqualFold(line, "n"):
			return false, nil
		}
	}
}

// prompt gives the line that is typed after a text. The error is [io.EOF] when the
// input has ended. Nothing is read before it is asked for: what is typed later may be
// a passphrase, which others read.
func (p *Session) prompt(ctx context.Context, text string) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if p.typed == nil {
		p.typed = bufio.NewScanner(p.in.stdin)
	}
	fmt.Fprint(p.in.stderr, visible.Text(text))
	more := make(chan bool, 1)
	go func() { more <- p.typed.Scan() }()
	select {
	case <-ctx.Done():
		fmt.Fprintln(p.in.stderr)
		return "", context.Cause(ctx)
	case more := <-more:
		if !more {
			fmt.Fprintln(p.in.stderr)
			return "", io.EOF
		}
		return strings.TrimSpace(p.typed.Text()), nil
	}
}

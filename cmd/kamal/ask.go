package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal"
)

// confirm asks a question before something that can't be taken back, unless -y
// was given. An answer other than y ends the command.
func (p *project) confirm(ctx context.Context, confirmed bool, question string) error {
	if confirmed || p.options.DryRun {
		return nil
	}
	yes, hint := false, ""
	p.screen.pause(func() { yes, hint = p.ask(ctx, question) })
	if yes {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	fmt.Fprintln(p.in.stderr, "Nothing was done."+hint)
	return errGivenUp
}

// confirmMove is confirm for what takes a proxy away: other services that are
// behind it are named first.
func (p *project) confirmMove(ctx context.Context, d *kamal.Deployer, confirmed bool, question string) error {
	left, err := d.Neighbours(ctx)
	if err != nil {
		return err
	}
	for _, r := range left {
		p.event(kamal.Warning{Host: r.Host, Text: "other services lose their proxy: " + r.Text})
	}
	return p.confirm(ctx, confirmed, question)
}

// unattended is the hint where nobody can answer.
const unattended = " To go on without a question, add -y."

// ask puts a question to whoever sits at the terminal. Without one the answer is
// no, with a hint.
func (p *project) ask(ctx context.Context, question string) (yes bool, hint string) {
	if !isTerminal(p.in.stdin) {
		fmt.Fprintln(p.in.stderr, question)
		return false, unattended
	}
	return p.answered(ctx, question)
}

// answered asks until the answer is y or n, or nothing at all.
func (p *project) answered(ctx context.Context, question string) (yes bool, hint string) {
	lines := p.typed(ctx)
	for {
		fmt.Fprint(p.in.stderr, question+" [y/N] ")
		select {
		case <-ctx.Done():
			fmt.Fprintln(p.in.stderr)
			return false, ""
		case line, ok := <-lines:
			switch {
			case !ok:
				fmt.Fprintln(p.in.stderr)
				return false, unattended
			case strings.EqualFold(line, "y"):
				return true, ""
			case line == "" || strings.EqualFold(line, "n"):
				return false, ""
			}
		}
	}
}

// typed gives the lines of standard input, until it ends or ctx does.
func (p *project) typed(ctx context.Context) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(p.in.stdin)
		for scanner.Scan() {
			select {
			case lines <- strings.TrimSpace(scanner.Text()):
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

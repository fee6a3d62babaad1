package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/jsonlines"
	"github.com/kamal-go/kamal/internal/screen"
)

// run carries out one command line and gives the exit code.
func (program Program) run(ctx context.Context, in invocation) int {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	in.stdout = &resultWriter{w: in.stdout, broken: cancel}

	grammar := cli{Own: program.Commands}
	parser, err := newParser(&grammar)
	if err != nil {
		fmt.Fprintln(in.stderr, err)
		return codeFailed
	}
	p := newSession(program, in, &grammar.Common, parser.Model.Node)
	reader := p.reader(ctx)
	l, err := reader.Read(in.args)
	if err == nil && l.Help && l.Program == "" {
		printHelp(in.stdout, l.Command, p.programs)
		return codeDone
	}
	var bound *kong.Context
	if err == nil {
		if p.line = l; l.Program == "" {
			bound, err = parse(parser, l)
		}
	}
	asJSON := p.wantsJSON() || err != nil && reader.Given("output", in.args) == jsonOutput
	p.screen = screen.Masked{Screen: p.newScreen(asJSON), Mask: p.mask}
	if p.options.DryRun {
		p.screen = planScreen{p.screen, p}
	}
	defer p.tellEnding(ctx)()
	if err == nil {
		err = p.checkOutput()
	}
	if err == nil {
		err = p.run(ctx, bound)
	}
	return p.finish(ctx, err)
}

func newParser(grammar *cli) (*kong.Kong, error) {
	grammar.App, grammar.Accessory, grammar.Proxy, grammar.Traefik = newAppFamily(), newAccessoryFamily(), newProxyFamily(), newTraefikFamily()
	grammar.Build, grammar.Env, grammar.Registry = newBuildFamily(), newEnvFamily(), newRegistryFamily()
	grammar.Server, grammar.Prune = newServerFamily(), newPruneFamily()
	return kong.New(grammar, kong.Name("kamal"), kong.NoDefaultHelp(), kong.Exit(func(int) {}))
}

// parse fills in the grammar from a line that was read.
func parse(parser *kong.Kong, l cmdline.Line) (*kong.Context, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	bound, err := parser.Parse(l.Args())
	if err == nil {
		return bound, nil
	}
	if e, ok := errors.AsType[*kong.ParseError](err); ok {
		err = e.Unwrap()
	}
	return nil, &cmdline.UsageError{Command: l.Command, Msg: err.Error()}
}

// run carries out the command. What commands may ask for in their Run is bound
// here; configuration and deployer are made when one asks.
func (p *Session) run(ctx context.Context, bound *kong.Context) error {
	if p.line.Program != "" {
		return p.runProgram()
	}
	if err := p.refuseUnplanned(); err != nil {
		return err
	}
	if err := p.refuseUnattended(bound.Flags()); err != nil {
		return err
	}
	if err := p.beginTimeline(); err != nil {
		return err
	}
	bound.BindTo(ctx, (*context.Context)(nil))
	bound.BindTo(p.screen, (*screen.Screen)(nil))
	bound.Bind(p, p.options)
	for _, provider := range []any{p.load, p.deployer} {
		if err := bound.BindSingletonProvider(provider); err != nil {
			return err
		}
	}
	return bound.Run()
}

// newScreen gives the screen that the options ask for.
func (p *Session) newScreen(json bool) screen.Screen {
	if json {
		return jsonlines.New(p.in.stdout, p.options.Quiet)
	}
	return screen.New(screen.Options{
		Stdout: p.in.stdout, Stderr: p.in.stderr, Getenv: p.in.getenv,
		Quiet: p.options.Quiet, Verbose: p.options.Verbose, Events: p.program.Screen,
	})
}

package cli

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/project"
)

// opening says how the project is opened, with a configuration.
func (p *Session) opening(file, destination string) project.Options {
	return project.Options{
		Config: config.Options{
			File: file, Destination: destination, Version: p.options.version(),
			Environ: p.in.environ, WorkDir: p.in.dir, ReservedNames: p.commandNames(),
			// What a vault was asked for once is known to every reading.
			Command: p.fetcher.Inline,
			Stdin:   p.in.stdin, Stderr: p.in.stderr, Warn: p.warn,
		},
		Selection: p.selection(), Events: p.Event, Passphrase: p.passphrase, Executor: p.program.Executor,
		Command: p.commandPath(), Program: p.program.version(),
		DryRun: p.options.DryRun, Offline: p.options.Offline,
		Deployer: p.deployerOptions(),
	}
}

func (p *Session) deployerOptions() []kamal.Option {
	options := append([]kamal.Option{kamal.WithLockWait(p.lockWait())}, p.program.Options...)
	if p.options.SkipHooks {
		options = append(options, kamal.WithoutHooks())
	}
	return options
}

func (p *Session) lockWait() kamal.LockWait {
	return kamal.LockWait{
		Wait:     p.options.LockWait,
		Timeout:  time.Duration(p.options.LockWaitTimeout) * time.Second,
		Interval: time.Duration(p.options.LockWaitInterval) * time.Second,
	}
}

// loading are the options for reading a configuration.
func (p *Session) loading(file, destination string) config.Options {
	return p.opening(file, destination).Config
}

// load reads the configuration, once.
func (p *Session) load(ctx context.Context) (*config.Config, error) {
	if p.cfg != nil {
		return p.cfg, nil
	}
	cfg, err := project.Load(ctx, p.openingAsked())
	if ended := ctx.Err(); ended != nil {
		return nil, ended
	}
	if err != nil {
		return nil, &configError{err, p.missingFileHint(err)}
	}
	p.cfg = cfg
	return cfg, nil
}

// openingAsked is opening with the configuration that the options name.
func (p *Session) openingAsked() project.Options {
	return p.opening(p.options.ConfigFile, p.options.Destination)
}

// deployer opens the project, once the configuration is read.
func (p *Session) deployer(ctx context.Context) (*kamal.Deployer, error) {
	cfg, err := p.load(ctx)
	if err != nil {
		return nil, err
	}
	specifics, err := kamal.NewSpecifics(cfg, p.selection())
	if err != nil {
		return nil, err
	}
	if err := p.refuseNowhere(cfg, specifics); err != nil {
		return nil, err
	}
	if p.project, err = project.New(ctx, cfg, p.openingAsked()); err != nil {
		return nil, err
	}
	return p.project.Deployer, nil
}

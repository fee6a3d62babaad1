package project

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/rehearsal"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// Project is an open project: a deployer, and what belongs to it. It is made by
// [Open] or [New], and has to be closed.
type Project struct {
	*kamal.Deployer
	ssh       *sshx.Executor
	events    func(kamal.Event)
	keys      *newKeys
	outputs   []output
	rehearsal *rehearsal.Rehearsal // what a dry run works on
	options   []kamal.Option       // of the deployer of a dry run
}

// Load reads the configuration. Its warnings are events.
func Load(ctx context.Context, o Options) (*config.Config, error) {
	reading := o.reading()
	cfg, err := config.Load(ctx, reading)
	if err != nil {
		return nil, err
	}
	if reading.Warn != nil {
		for _, w := range cfg.Warnings {
			reading.Warn(w)
		}
	}
	return cfg, nil
}

// Open reads the configuration, and makes the deployer for it. No host is
// contacted yet, unless it is a dry run.
func Open(ctx context.Context, o Options) (*Project, error) {
	cfg, err := Load(ctx, o)
	if err != nil {
		return nil, err
	}
	return New(ctx, cfg, o)
}

// New is [Open] for a configuration that is there already, read or made.
func New(ctx context.Context, cfg *config.Config, o Options) (*Project, error) {
	if cfg == nil || cfg.Secrets == nil {
		return nil, fmt.Errorf("%w: opening a project: there is no configuration that Load or config.Parse or Build has made", kamal.ErrUsage)
	}
	specifics, err := kamal.NewSpecifics(cfg, o.Selection)
	if err != nil {
		return nil, err
	}
	p := &Project{events: o.Events}
	if p.events == nil {
		p.events = func(kamal.Event) {}
	}
	p.keys = &newKeys{events: p.events}
	reach, err := sshx.FromConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	reach.Passphrase, reach.Logger, reach.AcceptedHostKey = o.Passphrase, sshLogger(p.events, cfg.SSH.LogLevel), p.keys.add
	p.ssh = sshx.New(reach)
	var x kamal.Executor = p.ssh
	if o.Executor != nil {
		x = o.Executor(x)
	}
	command, _, _ := strings.Cut(o.Command, " ")
	options := append([]kamal.Option{kamal.WithSpecifics(specifics), kamal.WithCommand(command)}, o.Deployer...)
	if o.DryRun {
		if err := p.rehearse(ctx, cfg, x, specifics.Hosts(), o.Offline, options); err != nil {
			_ = p.Close() // nothing was written down
			return nil, err
		}
		return p, nil
	}
	p.Deployer = kamal.New(cfg, x, append(options, kamal.WithEvents(p.event), kamal.WithResolver(net.DefaultResolver.LookupHost))...)
	p.writeDown(ctx, o)
	return p, nil
}

// rehearse makes the deployer one that works on copies of the hosts.
func (p *Project) rehearse(ctx context.Context, cfg *config.Config, x kamal.Executor, hosts []config.Host, offline bool, options []kamal.Option) error {
	if offline {
		x = nil
	}
	var err error
	if p.rehearsal, err = rehearsal.New(ctx, cfg, x, hosts); err != nil {
		return err
	}
	p.options = options
	p.Deployer = kamal.New(cfg, p.rehearsal.Recorder, p.rehearsalOptions(p.rehearsal)...)
	return nil
}

// rehearsed is a deployer that works on other copies.
func (p *Project) rehearsed(r *rehearsal.Rehearsal) *kamal.Deployer {
	return kamal.New(p.Config(), r.Recorder, p.rehearsalOptions(r)...)
}

func (p *Project) rehearsalOptions(r *rehearsal.Rehearsal) []kamal.Option {
	return append(append(slices.Clone(p.options), r.Options()...), kamal.WithRehearsal())
}

// Close closes connections and log files. The error says what could not be
// written down.
func (p *Project) Close() error { return p.End(nil) }

// End is [Project.Close] that lets log files say how the run ended: with an error,
// or well when it is nil. Only the first call of either does anything.
func (p *Project) End(result error) error {
	if p == nil {
		return nil
	}
	if p.ssh != nil {
		_ = p.ssh.Close() // it never fails
		p.ssh = nil
		p.keys.tell()
	}
	return p.closeOutputs(result)
}

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/rehearsal"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/sshx"
)

const planName = "plan"

// planCmd is in the grammar for its help alone: "plan X" is read as "X --dry-run".
type planCmd struct {
	Command []string `arg:"" name:"command" optional:"" help:"The command, with its options [deploy]."`
}

// rehearse gives a deployer that works on copies of the hosts.
func (p *project) rehearse(ctx context.Context, cfg *config.Config, x *sshx.Executor, options []kamal.Option) (*kamal.Deployer, error) {
	real := kamal.New(cfg, x, options...)
	var source kamal.Executor
	if !p.options.Offline {
		source = x
	}
	r, err := rehearsal.New(ctx, cfg, source, real.Specifics().Hosts())
	if err != nil {
		return nil, err
	}
	p.rehearsal = r
	options = append(slices.Clone(options), r.Options()...)
	return kamal.New(cfg, r, append(options, kamal.WithRehearsal())...), nil
}

// refuseUnplanned refuses commands whose work is not on the hosts.
func (p *project) refuseUnplanned() error {
	if p.options.DryRun && slices.Contains([]string{"init", "envify"}, p.commandPath()) {
		return &cmdline.UsageError{Command: p.Command, Msg: fmt.Sprintf("%q changes nothing on the hosts: there is nothing to plan", p.commandPath())}
	}
	return nil
}

// tellPlan prints what a dry run would have done.
func (p *project) tellPlan() {
	if p.rehearsal == nil {
		return
	}
	if text := strings.TrimRight(p.rehearsal.Transcript(), "\n"); text != "" {
		p.screen.Answer(screen.Answer{Of: planName, Text: text})
	}
}

package cli

import (
	"fmt"
	"slices"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
)

const planName = "plan"

// planCmd is in the grammar for its help alone: "plan X" is read as "X --dry-run".
type planCmd struct {
	Command []string `arg:"" name:"command" optional:"" help:"The command, with its options [deploy]."`
}

// refuseUnplanned refuses commands whose work is not on the hosts.
func (p *Session) refuseUnplanned() error {
	if p.options.DryRun && slices.Contains([]string{"init", "envify"}, p.commandPath()) {
		return &cmdline.UsageError{Command: p.line.Command, Msg: fmt.Sprintf("%q changes nothing on the hosts: there is nothing to plan", p.commandPath())}
	}
	return nil
}

// tellPlan prints what a dry run would have done.
func (p *Session) tellPlan() {
	if p.project == nil {
		return
	}
	if text := p.project.Plan(); text != "" {
		p.screen.Answer(screen.Answer{Of: planName, Text: text})
	}
}

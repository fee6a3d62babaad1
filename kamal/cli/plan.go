package cli

import (
	"context"
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

// planScreen shows a dry run, of which what the copies of hosts print is not worth a
// word: they have no logs, and run no programs.
type planScreen struct {
	screen.Screen
	session *Session
}

// Answer implements [screen.Screen].
func (s planScreen) Answer(a screen.Answer) {
	if s.session.project == nil || a.Of == planName {
		s.Screen.Answer(a)
	}
}

// refuseUnplanned refuses commands whose work is not on the hosts.
func (p *Session) refuseUnplanned() error {
	if p.options.DryRun && slices.Contains([]string{"init", "envify", "doctor"}, p.commandPath()) {
		return &cmdline.UsageError{Command: p.line.Command, Msg: fmt.Sprintf("%q changes nothing on the hosts: there is nothing to plan", p.commandPath())}
	}
	return nil
}

// tellPlan prints what a dry run has come to, and gives its status: that of
// --detailed-exitcode, or 0.
func (p *Session) tellPlan(ctx context.Context, failed bool) int {
	if p.project == nil {
		return codeDone
	}
	plan := p.project.Plan(ctx)
	if plan == nil || plan.Transcript == "" {
		return codeDone
	}
	text := planText(plan)
	switch {
	case failed && !p.options.Verbose:
		return codeDone // what comes before a failure is no answer to what changes
	case failed:
		text = plan.Transcript
	case p.options.Verbose:
		text += "\n\n" + plan.Transcript
	}
	p.screen.Answer(screen.Answer{Of: planName, Text: text, Data: plan})
	if p.options.DetailedExitcode && !plan.Nothing() {
		return codeChanges
	}
	return codeDone
}

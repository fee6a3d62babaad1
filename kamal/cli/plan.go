package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal/project"
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

// tellPlan prints what a dry run has come to, and gives its status: that of
// --detailed-exitcode, or 0.
func (p *Session) tellPlan(ctx context.Context) int {
	if p.project == nil {
		return codeDone
	}
	plan := p.project.Plan(ctx)
	if plan == nil || plan.Transcript == "" {
		return codeDone
	}
	text := planText(plan)
	if p.options.Verbose && plan.Transcript != "" {
		text += "\n\n" + plan.Transcript
	}
	p.screen.Answer(screen.Answer{Of: planName, Text: text, Data: planAnswer{plan, planned(plan.Transcript)}})
	if p.options.DetailedExitcode && !plan.Nothing() {
		return codeChanges
	}
	return codeDone
}

// planAnswer is what programs get.
type planAnswer struct {
	*project.Plan
	Commands []plannedCommand `json:"commands"`
}

// plannedCommand is a command that would be sent.
type plannedCommand struct {
	Step string `json:"step,omitempty"`
	// Host is local for this machine.
	Host    string `json:"host"`
	Command string `json:"command"`
}

// planned takes a plan apart.
func planned(plan string) []plannedCommand {
	list, step := []plannedCommand{}, ""
	for line := range strings.Lines(plan) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "#"); ok {
			step = strings.TrimSpace(name)
		} else if host, command, ok := strings.Cut(line, ": "); ok {
			list = append(list, plannedCommand{step, host, command})
		} else if len(list) > 0 {
			list[len(list)-1].Command += "\n" + line
		}
	}
	return list
}

package cli

import (
	"fmt"
	"os/exec"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal/commands"
)

// interact hands terminal and fate to a command of this machine: the system's
// ssh, which knows best how to be interactive. Its status is ours.
func (p *Session) interact(cmd commands.Cmd, err error) error {
	if err != nil {
		return err
	}
	args := cmd.Args()
	program, err := exec.LookPath(args[0])
	if err != nil {
		return fmt.Errorf("starting %q: %w", args[0], err)
	}
	if p.options.DryRun {
		line := p.mask(cmd.String())
		p.screen.Answer(screen.Answer{Of: planName, Text: line, Data: map[string]string{"command": line}})
		return nil
	}
	p.close(nil)
	return p.become(program, args)
}

package cli

import (
	"errors"
	"fmt"
	"os/exec"
)

// become runs the program to its end, for a process can't be replaced here.
func (p *Session) become(program string, args []string) error {
	c := exec.Command(program, args[1:]...)
	c.Stdin, c.Stdout, c.Stderr, c.Env = p.in.stdin, p.in.stdout, p.in.stderr, p.in.environ
	err := c.Run()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return &statusError{code: e.ExitCode()}
	}
	if err != nil {
		return fmt.Errorf("running %q: %w", program, err)
	}
	return nil
}

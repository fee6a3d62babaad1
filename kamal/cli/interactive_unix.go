//go:build unix

package cli

import (
	"fmt"
	"syscall"
)

// become replaces this process. It comes back only with an error.
func (p *Session) become(program string, args []string) error {
	return fmt.Errorf("starting %q: %w", program, syscall.Exec(program, args, p.in.environ))
}

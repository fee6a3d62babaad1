//go:build unix

package kamal

import (
	"os"
	"os/exec"
)

func interruptFirst(c *exec.Cmd) {
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
}

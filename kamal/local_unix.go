//go:build unix

package kamal

import (
	"os"
	"os/exec"
	"syscall"
)

// interruptFirst makes a cancelled command get an interrupt. One that a shell
// runs is several programs, which form a group of their own to get it all. A
// single program stays in the group of the terminal, where it may ask for a
// passphrase.
func interruptFirst(c *exec.Cmd, shell bool) {
	if !shell {
		c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
		return
	}
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGINT) }
}

// endGroup ends what is left of a cancelled line: a program that its shell began
// at the wrong moment may have missed the interrupt.
func endGroup(c *exec.Cmd) {
	if c.Process != nil && c.SysProcAttr != nil {
		_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) // mostly, there is nothing left
	}
}

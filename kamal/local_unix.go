//go:build unix

package kamal

import (
	"os"
	"os/exec"
	"syscall"
	"time"
)

// askAgain is how long a line that was interrupted may take until it is asked
// again: a program that its shell began just then misses the interrupt.
const askAgain = 500 * time.Millisecond

// interruptFirst makes a cancelled command get an interrupt. One that a shell
// runs is several programs, which form a group of their own to get it all. A
// single program stays in the group of the terminal, where it may ask for a
// passphrase. The function it gives is to be called when the command has ended.
func interruptFirst(c *exec.Cmd, shell bool) (ended func()) {
	if !shell {
		c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
		return func() {}
	}
	again := time.AfterFunc(time.Hour, func() { _ = signalGroup(c, syscall.SIGTERM) })
	again.Stop()
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error {
		again.Reset(askAgain)
		return signalGroup(c, syscall.SIGINT)
	}
	return func() {
		again.Stop()
		if c.Process != nil {
			_ = signalGroup(c, syscall.SIGKILL) // mostly, there is nothing left
		}
	}
}

func signalGroup(c *exec.Cmd, s syscall.Signal) error { return syscall.Kill(-c.Process.Pid, s) }

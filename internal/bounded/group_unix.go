//go:build unix

package bounded

import (
	"os"
	"os/exec"
	"syscall"
)

// A group is a command with those that it begins.
type group struct {
	cmd *exec.Cmd
	own bool
}

// newGroup gives a command a process group of its own. On a terminal it would then be stopped when it asks for a
// passphrase; there it stays in the terminal's group, which hears an interrupt as a whole.
func newGroup(cmd *exec.Cmd) *group {
	g := &group{cmd: cmd, own: !onTerminal()}
	if g.own {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	}
	return g
}

// onTerminal reports whether the process belongs to a terminal.
func onTerminal() bool {
	tty, err := os.OpenFile("/dev/tty", os.O_RDONLY|syscall.O_NOCTTY, 0)
	if err != nil {
		return false
	}
	_ = tty.Close() // it was not used
	return true
}

// interrupt asks the command to end. A shell misses an interrupt that comes just when it begins a program; on a
// terminal it must be one, so that who reads a password there brings the echo back.
func (g *group) interrupt() error {
	if g.own {
		return g.signal(syscall.SIGTERM)
	}
	return g.signal(syscall.SIGINT)
}

func (g *group) kill() error { return g.signal(syscall.SIGKILL) }

func (g *group) signal(s syscall.Signal) error {
	switch {
	case g.cmd.Process == nil:
		return nil
	case g.own:
		return syscall.Kill(-g.cmd.Process.Pid, s)
	}
	return g.cmd.Process.Signal(s)
}

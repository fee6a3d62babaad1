//go:build !windows

package sshtest

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// newGroup gives a command a process group, which ends with it when it is
// cancelled.
func newGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// signalOf names the signal that ended a process, without SIG.
func signalOf(p *os.ProcessState) string {
	status, ok := p.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return ""
	}
	names := map[syscall.Signal]string{
		syscall.SIGTERM: "TERM", syscall.SIGKILL: "KILL", syscall.SIGINT: "INT", syscall.SIGHUP: "HUP", syscall.SIGPIPE: "PIPE",
	}
	if name, ok := names[status.Signal()]; ok {
		return name
	}
	return strings.ToUpper(status.Signal().String())
}

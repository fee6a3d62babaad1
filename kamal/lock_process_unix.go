//go:build linux || darwin

package kamal

import (
	"errors"
	"syscall"
)

// signalReaches reports whether there is a process of this number, of any user.
func signalReaches(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

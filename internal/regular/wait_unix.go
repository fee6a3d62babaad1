//go:build unix

package regular

import "syscall"

// withoutWaiting keeps opening a named pipe from waiting for its other end.
const withoutWaiting = syscall.O_NONBLOCK

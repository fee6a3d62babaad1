//go:build unix

package sshx

import (
	"os"
	"syscall"
)

// othersRead reports whether a private key of ours can be read or written by
// others; ssh takes none such either.
func othersRead(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}

//go:build unix

package kamal

import (
	"io/fs"
	"os"
	"syscall"
)

// isMine reports whether a file belongs to the user who runs this.
func isMine(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(s.Uid) == os.Geteuid()
}

// looseMode reports whether others than the owner can write to a file.
func looseMode(info fs.FileInfo) bool { return info.Mode().Perm()&0o022 != 0 }

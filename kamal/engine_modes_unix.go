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

// looseKey reports whether others have any right to a key, for which ssh leaves it out.
func looseKey(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

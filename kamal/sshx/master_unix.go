//go:build unix

package sshx

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// checkOwner refuses what somebody else has put where a socket of ours is looked
// for, also a link to another socket.
func checkOwner(path string) error {
	for _, look := range []func(string) (fs.FileInfo, error){os.Lstat, os.Stat} {
		info, err := look(path)
		if err != nil {
			return err
		}
		if stat, ok := info.Sys().(*syscall.Stat_t); !ok || int(stat.Uid) != os.Getuid() {
			return errOthers
		}
		if kind := info.Mode().Type(); kind != fs.ModeSocket && kind != fs.ModeSymlink {
			return errors.New("it is no socket")
		}
	}
	return nil
}

package sshx

import (
	"io/fs"
	"net"
)

// OpenSSH for Windows keeps no connection for others to use.

func checkOwner(string) error { return fs.ErrNotExist }

func checkPeer(net.Conn) error { return nil }

//go:build unix && !linux

package sshx

import "net"

// checkPeer leaves it at what checkOwner found.
func checkPeer(net.Conn) error { return nil }

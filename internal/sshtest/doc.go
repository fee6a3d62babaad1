// Package sshtest is an SSH server inside the test's own process, for tests of
// whatever connects to one.
//
//	s := sshtest.Start(t, sshtest.Options{})
//	// dial s.Addr() with any key; commands run through /bin/sh
//
// Commands run in a real shell, or are answered by a function. Trouble comes on
// demand: a server that never speaks, that drops connections, that lets nobody
// in, that is slow, has no room for a session, or stops answering in the middle.
// It forwards ports both ways, and so can stand for a jump host.
//
// [Packets] is for servers that break the rules of SSH itself.
package sshtest

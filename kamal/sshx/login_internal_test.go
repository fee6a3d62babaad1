package sshx

import (
	"io"
	"net"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshtest"
)

// A key that no server has seen is left for the next connection.
func TestLogin_CountsNoKeyAfterTheConnectionsEnd(t *testing.T) {
	near, far := net.Pipe()
	_, wait := withLimit(t.Context(), time.Minute)
	defer wait.end()
	l := &login{offers: []offer{{"a", sshtest.NewKey()}, {"b", sshtest.NewKey()}, {"c", sshtest.NewKey()}}, server: newStranger(near), limit: wait}
	if _, err := l.next(&ssh.ClientAuthContext{}); err != nil || l.tried != 1 {
		t.Fatalf("got %v, %d tried", err, l.tried)
	}
	far.Close()
	_, _ = l.server.Read(make([]byte, 1))
	if _, err := l.next(&ssh.ClientAuthContext{}); err != io.EOF || l.tried != 1 {
		t.Errorf("got %v, %d tried", err, l.tried)
	}
	if _, again := new(attempts).again(io.EOF, l); !again {
		t.Error("the other keys are not tried")
	}
}

package sshx

import (
	"errors"
	"net"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

// What nobody here waits for must be answered all the same, or the connection stands still.
func TestLink_RefusesWhatTheHostBegins(t *testing.T) {
	c, server := connected(t, &target{})
	defer c.close()
	for range 100 { // more than wait in a channel
		_, _, err := server.OpenChannel("forwarded-tcpip", nil)
		if refused, ok := errors.AsType[*ssh.OpenChannelError](err); !ok || refused.Reason != ssh.UnknownChannelType {
			t.Fatalf("opening a channel: got %v", err)
		}
		if ok, _, err := server.SendRequest("hostkeys-prove-00@openssh.com", true, nil); ok || err != nil {
			t.Fatalf("asking: got %v, %v", ok, err)
		}
		if _, _, err := server.SendRequest("hostkeys-00@openssh.com", false, nil); err != nil {
			t.Fatal(err)
		}
	}
	server.Close()
	<-c.lost
}

// overAtOnce is a connection that ended with the login.
type overAtOnce struct{ ssh.Conn }

func (overAtOnce) Wait() error { return nil }

func TestConn_OverAtOnce(t *testing.T) {
	e := New(Options{Home: t.TempDir(), ConfigFiles: []string{}, Getenv: func(string) string { return "" }})
	for range 2000 {
		near, _ := net.Pipe()
		c := e.newConn(&target{jump: true, settings: &sshconfig.Host{}}, &link{Conn: overAtOnce{}}, newStranger(near))
		c.close()
		if !isOver(c.lost) {
			t.Fatal("it goes on")
		}
	}
}

package sshx

import (
	"io"
	"net"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshconfig"
	"github.com/kamal-go/kamal/internal/sshtest"
)

const beyond = forwardsPerConn + 20

func TestConn_LendsTheAgentToSoManyAtATime(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "agent")
	agent, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip(err)
	}
	defer agent.Close()
	go echo(agent)
	c, server := connected(t, &target{begins: true})
	defer c.close()
	c.agent = socket
	c.lendAgent()
	accepted := 0
	for range beyond {
		channel, requests, err := server.OpenChannel("auth-agent@openssh.com", nil)
		if err != nil {
			continue
		}
		go ssh.DiscardRequests(requests)
		answers(t, channel)
		accepted++
	}
	if accepted != forwardsPerConn {
		t.Errorf("%d connections to the agent", accepted)
	}
}

func TestForward_TakesSoManyAtATime(t *testing.T) {
	c, _ := connected(t, &target{begins: true})
	near, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	far, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	go echo(far)
	f := startForward(t.Context(), c, near, far.Addr().String())
	defer f.Close()
	served := 0
	for range beyond {
		conn, err := net.Dial("tcp", near.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, _ = conn.Write([]byte("x"))
		if _, err := io.ReadFull(conn, make([]byte, 1)); err == nil {
			served++
		}
	}
	if served != forwardsPerConn {
		t.Errorf("%d connections", served)
	}
}

// answers checks that something that is sent comes back.
func answers(t *testing.T, c io.ReadWriter) {
	t.Helper()
	if _, err := c.Write([]byte("x")); err != nil {
		t.Error(err)
	}
	if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
		t.Error(err)
	}
}

func echo(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			_, _ = io.Copy(c, c)
		}()
	}
}

// connected is a connection to a target and the other side of it.
func connected(t *testing.T, to *target) (*conn, ssh.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	other := make(chan *ssh.ServerConn, 1)
	go func() {
		defer close(other)
		raw, err := l.Accept()
		if err != nil {
			return
		}
		config := &ssh.ServerConfig{NoClientAuth: true}
		config.AddHostKey(sshtest.NewKey())
		server, channels, requests, err := ssh.NewServerConn(raw, config)
		if err != nil {
			raw.Close()
			return
		}
		go ssh.DiscardRequests(requests)
		go func() {
			for range channels {
			}
		}()
		other <- server
	}()
	raw, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server := newStranger(raw)
	client, channels, requests, err := ssh.NewClientConn(server, "", &ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	server.welcome()
	e := New(Options{Home: t.TempDir(), ConfigFiles: []string{}, Getenv: func(string) string { return "" }})
	to.jump, to.settings = true, &sshconfig.Host{}
	return e.newConn(to, &link{Conn: client, channels: channels, requests: requests}, server), <-other
}

package sshx_test

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// shouting answers each connection with its input in capitals.
func shouting(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				text, _ := io.ReadAll(c)
				io.WriteString(c, strings.ToUpper(string(text)))
			}()
		}
	}()
	return l.Addr().String()
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func ask(t *testing.T, addr, text string) (string, error) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return "", err
	}
	defer c.Close()
	io.WriteString(c, text)
	c.(*net.TCPConn).CloseWrite()
	answer, err := io.ReadAll(c)
	return string(answer), err
}

func TestForward_JoinsConnections(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	listen := freeAddr(t)
	f, err := x.Forward(t.Context(), s.Addr(), listen, shouting(t))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, err := ask(t, listen, "hello"); got != "HELLO" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	}
	f.Close()
	mustRun(t, x, s.Addr(), "true")
	if n := s.Connections(); n != 2 {
		t.Errorf("%d connections, want one for the forwarding and one for commands", n)
	}
}

func TestForward_EndsWithTheContext(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	listen := freeAddr(t)
	f, err := x.Forward(ctx, s.Addr(), listen, shouting(t))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	f.Close()
	if got, _ := ask(t, listen, "hello"); got != "" {
		t.Error("the port still answers")
	}
}

func TestForward_PortThatIsTaken(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	taken := shouting(t)
	if _, err := x.Forward(t.Context(), s.Addr(), taken, "127.0.0.1:1"); err == nil || !strings.Contains(err.Error(), taken) {
		t.Errorf("got %v", err)
	}
}

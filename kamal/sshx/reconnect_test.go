package sshx_test

import (
	"io"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

func TestReconnect_LogsInAnewAndLetsCommandsEnd(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	begun, more := make(chan bool, 1), make(chan bool)
	cmd := sh("echo begun; read line; echo $line")
	var said strings.Builder
	cmd.Stdout = writerFunc(func(b []byte) (int, error) {
		if said.Len() == 0 {
			begun <- true
		}
		return said.Write(b)
	})
	cmd.Stdin = readerFunc(func(b []byte) (int, error) {
		if _, open := <-more; !open {
			return 0, io.EOF
		}
		return copy(b, "still here\n"), nil
	})
	ended := make(chan error, 1)
	go func() { ended <- x.Run(t.Context(), s.Addr(), cmd) }()
	<-begun
	x.Reconnect(s.Addr())
	x.Reconnect("somebody else")
	if err := x.Run(t.Context(), s.Addr(), sh("true")); err != nil {
		t.Error(err)
	}
	more <- true
	close(more)
	if err := <-ended; err != nil || said.String() != "begun\nstill here\n" {
		t.Errorf("what ran before: %v, %q", err, said.String())
	}
	if n := s.Connections(); n != 2 {
		t.Errorf("%d connections, want 2", n)
	}
}

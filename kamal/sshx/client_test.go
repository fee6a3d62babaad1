package sshx_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

func TestClient_FilesOverTheConnectionOfCommands(t *testing.T) {
	dir := t.TempDir()
	s := sshtest.Start(t, sshtest.Options{Dir: dir})
	x := newUser(t).executor(sshx.Options{})
	mustRun(t, x, s.Addr(), "echo from the host >there")
	client, err := x.Client(t.Context(), s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	here := filepath.Join(t.TempDir(), "here")
	if err := errors.Join(client.Download("there", here), client.Upload(here, "back")); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{here, filepath.Join(dir, "back")} {
		if text, err := os.ReadFile(file); string(text) != "from the host\n" || err != nil {
			t.Errorf("%s holds %q, %v", file, text, err)
		}
	}
	if out, err := client.Run("echo out"); string(out) != "out\n" || err != nil {
		t.Errorf("got %q, %v", out, err)
	}
	if n := s.Connections(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

func TestClient_CloseEndsNothingOfOthers(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	client, err := x.Client(t.Context(), s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Start("sleep 300"); err != nil {
		t.Fatal(err)
	}
	in, out := io.Pipe()
	done := make(chan error, 1)
	cmd := sh("cat")
	cmd.Stdin = in
	go func() { done <- x.Run(t.Context(), s.Addr(), cmd) }()
	if err := client.Close(); err != nil {
		t.Error(err)
	}
	if err := session.Wait(); err == nil {
		t.Error("what was begun with the client goes on")
	}
	if _, err := client.Run("true"); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a closed client gives %v", err)
	}
	out.Close()
	if err := <-done; err != nil {
		t.Errorf("a command beside it: %v", err)
	}
	mustRun(t, x, s.Addr(), "true")
	if n := s.Connections(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

func TestClient_SessionsTakeTheirTurn(t *testing.T) {
	for _, most := range []int{1, 2} {
		s := sshtest.Start(t, sshtest.Options{MaxSessions: most})
		x := newUser(t).executor(sshx.Options{})
		client, err := x.Client(t.Context(), s.Addr())
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if out, err := client.Run("echo one"); string(out) != "one\n" || err != nil {
					t.Errorf("with room for %d: %q, %v", most, out, err)
				}
			})
			wg.Go(func() { mustRun(t, x, s.Addr(), "true") })
		}
		wg.Wait()
	}
}

func TestClient_Tunnels(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	client, err := newUser(t).executor(sshx.Options{}).Client(t.Context(), s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.Dial("tcp", shouting(t))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "hello"); err != nil {
		t.Fatal(err)
	}
	if err := c.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if answer, err := io.ReadAll(c); string(answer) != "HELLO" || err != nil {
		t.Errorf("got %q, %v", answer, err)
	}
	if _, err := client.Listen("tcp", "127.0.0.1:0"); err == nil || !strings.Contains(err.Error(), "Executor.Forward") {
		t.Errorf("listening gives %v", err)
	}
}

func TestClient_OfALostConnection(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	client, err := x.Client(t.Context(), s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	s.Drop()
	if err := client.Wait(); !errors.Is(err, sshx.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
	if _, err := client.Run("true"); err == nil {
		t.Error("a command runs over a lost connection")
	}
	if client, err = x.Client(t.Context(), s.Addr()); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Run("true"); err != nil {
		t.Error(err)
	}
	x.Close()
	if _, err := x.Client(t.Context(), s.Addr()); !errors.Is(err, sshx.ErrClosed) {
		t.Errorf("a closed executor gives %v", err)
	}
}

func TestSSHD_Client(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	addr := startSSHD(t, u.key, "Subsystem sftp internal-sftp")
	names := logins(t)
	client, err := u.executor(sshx.Options{User: names[len(names)-1]}).Client(t.Context(), addr)
	if err != nil {
		t.Fatal(err)
	}
	files, err := client.NewSftp()
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	if list, err := files.ReadDir("/"); len(list) == 0 || err != nil {
		t.Errorf("got %d files, %v", len(list), err)
	}
}

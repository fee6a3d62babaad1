package sshx_test

import (
	"context"
	"errors"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/sshx"
)

func TestConnect_OncePerHost(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := x.Run(t.Context(), s.Addr(), sh("true")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := s.Connections(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

func TestConnect_DefaultsAndOptionsForUserAndPort(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	silent := u.config("Host named\n HostName 127.0.0.1\n User fromfile\n Port %d\nHost bare\n HostName 127.0.0.1\n Port %d\n", s.Port(), s.Port())
	set := silent
	set.User = "fromoptions"
	for _, tt := range []struct {
		opts sshx.Options
		host string
	}{{silent, "named"}, {silent, "bare"}, {set, "named"}, {set, "fromhost@named"}} {
		mustRun(t, u.executor(tt.opts), tt.host, "true")
	}
	if diff := cmp.Diff([]string{"fromfile", "root", "fromoptions", "fromhost"}, s.Logins()); diff != "" {
		t.Error(diff)
	}
}

func TestConnect_JumpHostsFromOptionsAreShared(t *testing.T) {
	first, second := sshtest.Start(t, sshtest.Options{}), sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{Proxy: "me@" + first.Addr() + "," + second.Addr()})
	for range 2 {
		mustRun(t, x, sshtest.Start(t, sshtest.Options{}).Addr(), "true")
	}
	got := [][]string{first.Logins(), second.Logins()}
	if diff := cmp.Diff([][]string{{"me"}, {"root"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestConnect_JumpHostsFromConfigAreShared(t *testing.T) {
	first, second := sshtest.Start(t, sshtest.Options{}), sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	x := u.executor(u.config("Host gate\n HostName 127.0.0.1\n Port %d\n User g\n ProxyJump f@%s\n"+
		"Match originalhost 127.0.0.1 !user f\n ProxyJump gate\n", second.Port(), first.Addr()))
	for range 2 {
		mustRun(t, x, sshtest.Start(t, sshtest.Options{}).Addr(), "true")
	}
	got := [][]string{first.Logins(), second.Logins()}
	if diff := cmp.Diff([][]string{{"f"}, {"g"}}, got); diff != "" {
		t.Error(diff)
	}
}

func port(s *sshtest.Server) string {
	_, p, _ := net.SplitHostPort(s.Addr())
	return p
}

func TestConnect_JumpHostThatMatchesItsOwnRule(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	x := u.executor(u.config("Host *\n User root\n HostName 127.0.0.1\n Port %d\n ProxyJump gate\n", s.Port()))
	mustRun(t, x, "gate", "true")
	if n := s.Connections(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

func TestConnect_ProxyCommand(t *testing.T) {
	if !canForwardStdio() {
		t.Skip("nc is not installed")
	}
	s := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	mustRun(t, u.executor(sshx.Options{ProxyCommand: "nc %h %p", Port: s.Port()}), "127.0.0.1", "true")
	mustRun(t, u.executor(u.config("ProxyCommand nc 127.0.0.1 %d\n", s.Port())), "anything", "true")
}

func TestConnect_ProxyCommandThatFails(t *testing.T) {
	u := newUser(t)
	x := u.executor(sshx.Options{ProxyCommand: "sh -c 'echo no tunnel today >&2; exit 1'"})
	err := x.Run(t.Context(), "app1", sh("true"))
	if !errors.Is(err, sshx.ErrUnreachable) || !strings.Contains(err.Error(), "no tunnel today") {
		t.Errorf("got %v", err)
	}
}

func TestConnect_SilentServer(t *testing.T) {
	near(t, sshtest.Options{Silent: true}, func(t *testing.T, u *user, o sshx.Options, s *sshtest.Server) {
		o.ConnectTimeout = time.Minute
		err := u.executor(o).Run(t.Context(), s.Addr(), sh("true"))
		if !errors.Is(err, sshx.ErrUnreachable) || !strings.Contains(err.Error(), "no answer within 1m0s") {
			t.Errorf("got %v", err)
		}
	})
}

func TestConnect_ContextEndsTheAttempt(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{Silent: true})
	x := newUser(t).executor(sshx.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := x.Run(ctx, s.Addr(), sh("true")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestConnect_AServerThatDropsConnectionsIsTriedAgain(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{DropFirst: 2})
	mustRun(t, newUser(t).executor(sshx.Options{}), s.Addr(), "true")
	if n := s.Connections(); n != 3 {
		t.Errorf("%d connections", n)
	}
}

func TestConnect_RefusedIsNotTriedAgain(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	x := newUser(t).executor(sshx.Options{})
	err = x.Run(t.Context(), l.Addr().String(), sh("true"))
	if e, ok := errors.AsType[*sshx.ConnectError](err); !ok || e.Attempts != 1 {
		t.Errorf("got %v", err)
	}
}

func TestConnect_NamesThatDoNotResolveAreTriedAgain(t *testing.T) {
	x := newUser(t).executor(sshx.Options{DNSRetries: 1})
	err := x.Run(t.Context(), "no-such-host.invalid", sh("true"))
	if e, ok := errors.AsType[*sshx.ConnectError](err); !ok || e.Attempts != 2 {
		t.Errorf("got %v", err)
	}
	x = newUser(t).executor(sshx.Options{DNSRetries: -1})
	err = x.Run(t.Context(), "no-such-host.invalid", sh("true"))
	if e, ok := errors.AsType[*sshx.ConnectError](err); !ok || e.Attempts != 1 {
		t.Errorf("got %v", err)
	}
}

func TestConnect_ErrorTellsWhatWasTried(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{AuthorizedKeys: []ssh.PublicKey{sshtest.NewKey().PublicKey()}})
	gate := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	x := u.executor(sshx.Options{User: "deploy", Keys: []string{"~/.ssh/id_ed25519", "~/.ssh/missing"}, Proxy: gate.Addr()})
	err := x.Run(t.Context(), s.Addr(), commands.Command("true"))
	e, ok := errors.AsType[*sshx.ConnectError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	want := sshx.ConnectError{
		Host: s.Addr(), Server: "deploy@" + s.Addr(), Via: []string{"root@" + gate.Addr()},
		Keys:    []string{u.file("id_ed25519") + " (" + ssh.FingerprintSHA256(u.key) + ")"},
		Skipped: []string{u.file("missing") + ": no such file or directory"},
		Agent:   "none", Methods: []string{"publickey"}, Attempts: 1,
		Try: "ssh -v -F /dev/null -J root@" + gate.Addr() + " -i '~/.ssh/id_ed25519' -i '~/.ssh/missing' -p " + port(s) + " deploy@127.0.0.1",
	}
	if diff := cmp.Diff(want, *e, cmpopts.IgnoreFields(sshx.ConnectError{}, "Err")); diff != "" {
		t.Error(diff)
	}
	if text := err.Error(); !strings.Contains(text, "accepted none of the keys") || !strings.Contains(text, want.Try) {
		t.Errorf("text %q", text)
	}
	if !errors.Is(err, sshx.ErrUnreachable) {
		t.Error("is not ErrUnreachable")
	}
}

func TestConnect_BadHostNames(t *testing.T) {
	x := newUser(t).executor(sshx.Options{})
	for _, host := range []string{"", "-oProxyCommand=x", "a b", "a:0", "a:x", "$(x)", "u@"} {
		if err := x.Run(t.Context(), host, sh("true")); err == nil || !strings.Contains(err.Error(), "reading host") {
			t.Errorf("%q gives %v", host, err)
		}
	}
}

func TestConnect_UnreadableConfigIsAnError(t *testing.T) {
	u := newUser(t)
	x := u.executor(sshx.Options{ConfigFiles: []string{filepath.Join(u.home, "nothing")}})
	if err := x.Run(t.Context(), "app1", sh("true")); err == nil || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("got %v", err)
	}
}

func canForwardStdio() bool {
	_, err := exec.LookPath("nc")
	return err == nil
}

//go:build unix

package sshx_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// master is a connection that the real ssh keeps for others to use.
type master struct {
	*exec.Cmd
	socket string
}

// startMaster lets the real ssh log in to an address as root and keep the
// connection, and gives an ssh_config in which ours finds it. Host app1 of that has
// no key: no login but over the socket gets in.
func (u *user) startMaster(t *testing.T, addr string, more ...string) (master, sshx.Options) {
	t.Helper()
	ssh, err := exec.LookPath("ssh")
	if err != nil || testing.Short() {
		t.Skip("ssh is not installed, or the test run is to be short")
	}
	host, port, _ := net.SplitHostPort(addr)
	dir := shortDir(t)
	opts := u.config("Host app1\n HostName %s\n Port %s\n IdentityFile none\n IdentitiesOnly yes\n%sHost *\n ControlPath %s\n",
		host, port, strings.Join(more, ""), filepath.Join(dir, "%C"))
	opts.ConnectTimeout = 5 * time.Second
	cmd := exec.Command(ssh, "-v", "-M", "-N", "-F", u.file("config"), "-o", "IdentityFile="+u.file("id_ed25519"),
		"-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "root@app1")
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	var said strings.Builder
	for lines := bufio.NewScanner(log); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		// ssh on the way to a jump host says the same.
		sockets, _ := filepath.Glob(filepath.Join(dir, "*"))
		if strings.Contains(lines.Text(), "Entering interactive session") && len(sockets) == 1 {
			go func() {
				for lines.Scan() {
				}
			}()
			return master{cmd, sockets[0]}, opts
		}
	}
	t.Fatalf("ssh keeps no connection:\n%s", &said)
	return master{}, opts
}

// shortDir is a folder whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cm")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func TestMaster_CarriesCommands(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	_, opts := u.startMaster(t, startSSHD(t, u.key, ""))
	x := u.executor(opts)
	for line, want := range map[string]int{"true": 0, "exit 3": 3, "exit 255": 255, "kill -KILL $$": 137} {
		err := x.Run(t.Context(), "app1", sh(line))
		status := 0
		if e, ok := errors.AsType[*sshx.ExitError](err); ok {
			status = e.ExitStatus()
		} else if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if status != want {
			t.Errorf("%q: status %d, want %d", line, status, want)
		}
	}
	if took := took(t, x, "app1"); took != 0 {
		t.Errorf("a login took %v", took)
	}
	out, errs, err := output(t.Context(), x, "app1", sh("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"))
	if len(out) != 3000000 || len(errs) < 3000000 || err != nil {
		t.Errorf("got %d and %d bytes, %v", len(out), len(errs), err)
	}
	cmd := sh("cat; echo end >&2")
	cmd.Stdin = strings.NewReader(strings.Repeat("x", 5_000_000))
	if out, errs, err := output(t.Context(), x, "app1", cmd); len(out) != 5_000_000 || errs != "end\n" || err != nil {
		t.Errorf("got %d bytes, %q, %v", len(out), errs, err)
	}
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			want := fmt.Sprintf("%d\n", i)
			if out, _, err := output(t.Context(), x, "app1", sh(fmt.Sprintf("echo %d", i))); out != want || err != nil {
				t.Errorf("got %q, %v", out, err)
			}
		})
	}
	wg.Wait()
}

// What an executor promises holds for a connection that is shared, as for one of
// ours.
func TestMaster_KeepsTheContract(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	_, opts := u.startMaster(t, sshtest.Start(t, sshtest.Options{}).Addr())
	if err := kamaltest.TestExecutor(t.Context(), u.executor(opts), "app1"); err != nil {
		t.Error(err)
	}
}

func TestMaster_CarriesFiles(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	_, opts := u.startMaster(t, startSSHD(t, u.key, "Subsystem sftp internal-sftp"))
	x := u.executor(opts)
	client, err := x.Client(t.Context(), "app1")
	if err != nil {
		t.Fatal(err)
	}
	u.write("there", strings.Repeat("x", 1_000_000))
	if err := client.Download(u.file("there"), u.file("here")); err != nil || u.read("here") != u.read("there") {
		t.Errorf("got %d bytes, %v", len(u.read("here")), err)
	}
	if _, _, err := client.SendRequest("hello", true, nil); err == nil {
		t.Error("a request that ends the sharing is sent")
	}
	mustRun(t, x, "app1", "true")
}

func TestMaster_CancelEndsTheCommand(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	_, opts := u.startMaster(t, startSSHD(t, u.key, ""))
	x := u.executor(opts)
	pid, err := cancelled(t, x, "app1", sh("sleep 300 & echo $!; wait"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	gone(t, x, "app1", strings.TrimSpace(pid))
}

func TestMaster_IsAskedForSignsOfLife(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	_, opts := u.startMaster(t, startSSHD(t, u.key, ""))
	opts.KeepAlive = 2 * time.Second // which is how long a busy machine has to answer
	if out := mustRun(t, u.executor(opts), "app1", "sleep 5; echo lives"); out != "lives\n" {
		t.Errorf("got %q", out)
	}
}

func TestMaster_ThatEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := sshtest.Start(t, sshtest.Options{})
	m, opts := u.startMaster(t, s.Addr())
	opts.KeyData = []string{sshtest.PEM()}
	x := u.executor(opts)
	mustRun(t, x, "app1", "true")
	if n := s.Connections(); n != 1 {
		t.Fatalf("%d connections, want the one of ssh", n)
	}
	cmd := sh("echo begun; sleep 300")
	cmd.Stdout = writerFunc(func(b []byte) (int, error) {
		_ = m.Process.Kill()
		return len(b), nil
	})
	if err := x.Run(t.Context(), "app1", cmd); !errors.Is(err, sshx.ErrUnreachable) {
		t.Errorf("got %v, want that the connection is lost", err)
	}
	mustRun(t, x, "app1", "true") // the socket is there yet, but nobody listens
	if n := s.Connections(); n != 2 {
		t.Errorf("%d connections, want one of ours", n)
	}
}

// ssh notices late that a host is gone, as after the network was changed: the
// socket answers then, and nothing else does.
func TestMaster_WhoseHostIsSilent(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := sshtest.Start(t, sshtest.Options{})
	_, opts := u.startMaster(t, s.Addr())
	opts.KeyData, opts.ConnectTimeout = []string{sshtest.PEM()}, 3*time.Second
	s.Freeze()
	mustRun(t, u.executor(opts), "app1", "true")
	if n := s.Connections(); n != 2 {
		t.Errorf("%d connections, want one of ours", n)
	}
}

func TestMaster_LeadsToHostsBehindAJumpHost(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	gate, s := sshtest.Start(t, sshtest.Options{}), sshtest.Start(t, sshtest.Options{})
	_, opts := u.startMaster(t, gate.Addr())
	opts.KeyData, opts.Proxy = []string{sshtest.PEM()}, "app1"
	mustRun(t, u.executor(opts), s.Addr(), "true")
	if n := gate.Connections(); n != 1 {
		t.Errorf("%d connections to the jump host, want the one of ssh", n)
	}
}

// Versions of ssh differ in what stands for %C then.
func TestMaster_OfAHostBehindAJumpHost(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	gate, s := sshtest.Start(t, sshtest.Options{}), sshtest.Start(t, sshtest.Options{})
	_, opts := u.startMaster(t, s.Addr(), fmt.Sprintf(" ProxyJump gate\nHost gate\n HostName 127.0.0.1\n Port %d\n User root\n IdentityFile %s\n ControlPath none\n"+
		" StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n", gate.Port(), u.file("id_ed25519")))
	mustRun(t, u.executor(opts), "app1", "true")
	if n := gate.Connections(); n != 1 {
		t.Errorf("%d connections to the jump host, want the one of ssh", n)
	}
}

func TestMaster_ForwardingsHaveTheirOwnConnection(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := sshtest.Start(t, sshtest.Options{})
	_, opts := u.startMaster(t, s.Addr())
	opts.KeyData = []string{sshtest.PEM()}
	x := u.executor(opts)
	mustRun(t, x, "app1", "true")
	listen := freeAddr(t)
	f, err := x.Forward(t.Context(), "app1", listen, shouting(t))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := ask(t, listen, "hello"); got != "HELLO" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

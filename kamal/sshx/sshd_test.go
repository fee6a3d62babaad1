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

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// startSSHD runs the real server on a loopback port until the test ends, and
// gives its address. It lets this key in, as any user.
func startSSHD(t *testing.T, key ssh.PublicKey, more string) string {
	t.Helper()
	sshd := "/usr/sbin/sshd"
	if _, err := os.Stat(sshd); err != nil || testing.Short() {
		t.Skip("sshd is not installed, or the test run is to be short")
	}
	if os.Getuid() == 0 {
		_ = os.Mkdir("/run/sshd", 0o755)
	}
	dir := t.TempDir()
	for parent := dir; len(parent) > len(os.TempDir()); parent = filepath.Dir(parent) {
		_ = os.Chmod(parent, 0o755)
	}
	sshtest.WriteKey(t, filepath.Join(dir, "host"), "")
	if err := os.WriteFile(filepath.Join(dir, "authorized"), ssh.MarshalAuthorizedKey(key), 0o644); err != nil {
		t.Fatal(err)
	}
	addr := freeAddr(t)
	host, port, _ := net.SplitHostPort(addr)
	config := filepath.Join(dir, "config")
	text := fmt.Sprintf("ListenAddress %s:%s\nHostKey %s/host\nAuthorizedKeysFile %s/authorized\nPidFile none\nStrictModes no\nUsePAM %s\nPermitRootLogin yes\n%s\n",
		host, port, dir, dir, map[bool]string{true: "yes", false: "no"}[os.Getuid() == 0], more)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(sshd, "-D", "-e", "-f", config)
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
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Server listening") {
			go func() {
				for lines.Scan() {
				}
			}()
			return addr
		}
	}
	t.Skip("sshd does not start here")
	return ""
}

// logins are the accounts that the real server is tried with: root and an
// ordinary one, as far as there are any.
func logins(t *testing.T) []string {
	t.Helper()
	if os.Getuid() != 0 {
		return []string{os.Getenv("USER")}
	}
	names := []string{"root"}
	text, err := os.ReadFile("/etc/passwd")
	if err != nil {
		return names
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), ":")
		if len(f) == 7 && len(f[2]) == 4 && f[2] >= "1000" && strings.HasSuffix(f[6], "sh") {
			return append(names, f[0])
		}
	}
	return names
}

func TestSSHD_Run(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	addr := startSSHD(t, u.key, "")
	names := logins(t)
	x := u.executor(sshx.Options{User: names[len(names)-1]})
	for line, want := range map[string]int{"true": 0, "exit 3": 3, "exit 255": 255, "kill -KILL $$": 137} {
		err := x.Run(t.Context(), addr, sh(line))
		status := 0
		if e, ok := errors.AsType[*sshx.ExitError](err); ok {
			status = e.ExitStatus()
		} else if err != nil {
			t.Errorf("%q: %v", line, err)
		}
		if status != want {
			t.Errorf("%q: status %d, want %d", line, status, want)
		}
	}
	out, errs, err := output(t.Context(), x, addr, sh("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"))
	if len(out) != 3000000 || len(errs) < 3000000 || err != nil {
		t.Errorf("got %d and %d bytes, %v", len(out), len(errs), err)
	}
	cmd := sh("cat")
	cmd.Stdin = strings.NewReader(strings.Repeat("x", 500_000))
	if out, _, err := output(t.Context(), x, addr, cmd); len(out) != 500_000 || err != nil {
		t.Errorf("got %d bytes, %v", len(out), err)
	}
	if out := mustRun(t, x, addr, "cat; echo end"); out != "end\n" {
		t.Errorf("got %q", out)
	}
}

func TestSSHD_ManyAtOnce(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	names := logins(t)
	for _, more := range []string{"", "MaxSessions 2"} {
		addr := startSSHD(t, u.key, more)
		x := u.executor(sshx.Options{User: names[len(names)-1]})
		var wg sync.WaitGroup
		for i := range 24 {
			wg.Go(func() {
				want := fmt.Sprintf("%d\n", i)
				if out, _, err := output(t.Context(), x, addr, sh(fmt.Sprintf("echo %d", i))); out != want || err != nil {
					t.Errorf("with %q: %q, %v", more, out, err)
				}
			})
		}
		wg.Wait()
	}
}

func TestSSHD_CancelEndsTheCommand(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for _, more := range []string{"", "MaxSessions 1"} {
		addr := startSSHD(t, u.key, more)
		for _, name := range logins(t) {
			t.Run(name+" "+more, func(t *testing.T) {
				x := u.executor(sshx.Options{User: name})
				pid, err := cancelled(t, x, addr, sh("sleep 300 & echo $!; wait"))
				if !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
				gone(t, x, addr, strings.TrimSpace(pid))
			})
		}
	}
}

func TestSSHD_BackgroundChildrenStay(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	addr := startSSHD(t, u.key, "")
	names := logins(t)
	x := u.executor(sshx.Options{User: names[len(names)-1]})
	ctx, cancel := context.WithCancel(t.Context())
	pid, _, err := output(ctx, x, addr, sh("sleep 300 >/dev/null 2>&1 & echo $!"))
	cancel()
	if err != nil {
		t.Fatal(err)
	}
	mustRun(t, x, addr, "kill "+pid)
}

func TestSSHD_JumpAndForward(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	gate, addr := startSSHD(t, u.key, ""), startSSHD(t, u.key, "")
	x := u.executor(sshx.Options{Proxy: gate})
	mustRun(t, x, addr, "true")
	listen := freeAddr(t)
	f, err := x.Forward(t.Context(), addr, listen, shouting(t))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := ask(t, listen, "hello"); got != "HELLO" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestSSHD_ManyStartsAtOnce(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	addr := startSSHD(t, u.key, "MaxStartups 4:100:4")
	x := u.executor(sshx.Options{})
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			f, err := x.Forward(t.Context(), addr, "127.0.0.1:0", "127.0.0.1:1")
			if err != nil {
				t.Error(err)
				return
			}
			f.Close()
		})
	}
	wg.Wait()
}

func TestSSHD_CostsOneRoundTrip(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	const oneWay = 100 * time.Millisecond // beside which the work of a busy machine is little
	gate := sshtest.Start(t, sshtest.Options{Delay: oneWay})
	names := logins(t)
	addr := startSSHD(t, u.key, "")
	near := u.executor(sshx.Options{User: names[len(names)-1]})
	far := u.executor(sshx.Options{User: names[len(names)-1], Proxy: gate.Addr()})
	took := func(x *sshx.Executor) time.Duration {
		best := time.Hour
		for range 10 {
			began := time.Now()
			mustRun(t, x, addr, "true")
			best = min(best, time.Since(began))
		}
		return best
	}
	trip := float64(took(far)-took(near)) / float64(2*oneWay)
	if trip > 1.2 {
		t.Errorf("a command costs %.2f round trips", trip)
	}
	t.Logf("%.2f round trips", trip)
}

// The real server waits for the same as ours of the round trip tests.
func TestSSHD_LoginRoundTrips(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	addr := startSSHD(t, u.key, "")
	names := logins(t)
	took := func(oneWay time.Duration) time.Duration {
		best := time.Hour
		for range 3 {
			x := u.executor(sshx.Options{User: names[len(names)-1], Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
				var d net.Dialer
				c, err := d.DialContext(ctx, network, addr)
				if err != nil {
					return nil, err
				}
				return sshtest.Slow(c, oneWay), nil
			}})
			began := time.Now()
			mustRun(t, x, addr, "true")
			best = min(best, time.Since(began))
		}
		return best
	}
	const oneWay = 250 * time.Millisecond // beside which the work of a busy machine is little
	trips := float64(took(oneWay)-took(0)) / float64(2*oneWay)
	if trips > 8.5 {
		t.Errorf("login and first command cost %.2f round trips", trips)
	}
	t.Logf("%.2f round trips", trips)
}

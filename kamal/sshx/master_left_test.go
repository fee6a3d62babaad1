//go:build unix

package sshx_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// What the user's ssh has agreed with a server holds for the way and the keys that
// ssh_config asks for, and for what a login was then.
func TestMaster_IsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(u *user, o *sshx.Options){
		"known hosts":      func(u *user, o *sshx.Options) { o.KnownHosts = []string{u.file("own")} },
		"other user":       func(_ *user, o *sshx.Options) { o.User = "deploy" },
		"proxy":            func(_ *user, o *sshx.Options) { o.Proxy = "none" },
		"agent":            func(u *user, o *sshx.Options) { o.ForwardAgent = true; u.env["SSH_AUTH_SOCK"] = "/nowhere" },
		"ControlPath":      func(u *user, o *sshx.Options) { u.write("config", "ControlPath none\n"+u.read("config")) },
		"no configuration": func(u *user, o *sshx.Options) { o.ConfigFiles = []string{} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			s := sshtest.Start(t, sshtest.Options{})
			_, opts := u.startMaster(t, s.Addr())
			opts.KeyData = []string{sshtest.PEM()}
			change(u, &opts)
			host := "app1"
			if len(opts.ConfigFiles) == 0 {
				host = s.Addr()
			}
			x := u.executor(opts)
			mustRun(t, x, host, "true")
			if n := s.Connections(); n != 2 {
				t.Errorf("%d connections, want that of ssh and ours", n)
			}
			if could := name == "other user" || name == "ControlPath" || name == "no configuration"; could != (took(t, x, host) > 0) {
				t.Errorf("the login took %v", took(t, x, host))
			}
		})
	}
}

// Whoever may put a socket where ours is looked for would get our commands.
func TestMaster_SocketsOfOthersAreNotUsed(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can give files away")
	}
	for name, give := range map[string]func(socket string) error{
		"socket": func(socket string) error { return os.Chown(socket, 12345, -1) },
		"link": func(socket string) error {
			return errors.Join(os.Rename(socket, socket+"2"), os.Symlink(socket+"2", socket), os.Lchown(socket, 12345, -1))
		},
	} {
		u := newUser(t)
		s := sshtest.Start(t, sshtest.Options{})
		m, opts := u.startMaster(t, s.Addr())
		opts.KeyData = []string{sshtest.PEM()}
		if err := give(m.socket); err != nil {
			t.Fatal(err)
		}
		mustRun(t, u.executor(opts), "app1", "true")
		if n := s.Connections(); n != 2 {
			t.Errorf("%s: %d connections, want that of ssh and ours", name, n)
		}
	}
}

func TestMaster_IsLeftAfterReconnect(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := sshtest.Start(t, sshtest.Options{})
	_, opts := u.startMaster(t, s.Addr())
	opts.KeyData = []string{sshtest.PEM()}
	x := u.executor(opts)
	for want := range 2 {
		mustRun(t, x, "app1", "true")
		if n := s.Connections(); n != want+1 {
			t.Errorf("%d connections, want %d", n, want+1)
		}
		x.Reconnect("app1")
	}
}

// A socket that is of no use costs no more than a login of ours.
func TestMaster_SocketsThatAreOfNoUse(t *testing.T) {
	t.Parallel()
	dir := shortDir(t)
	said := map[string]string{
		"stale": "connection refused", "mute": "no answer within 3s", "no socket": "it is no socket", "not ssh": "control proxy",
	}
	for name, put := range map[string]func(t *testing.T, path string){
		"stale": func(t *testing.T, path string) {
			l := listenAt(t, path)
			l.SetUnlinkOnClose(false)
			l.Close()
		},
		"mute": func(t *testing.T, path string) { listenAt(t, path) },
		"no socket": func(t *testing.T, path string) {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"not ssh": func(t *testing.T, path string) { answering(t, listenAt(t, path), "hello yourself, and more\n") },
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			s := sshtest.Start(t, sshtest.Options{})
			path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
			put(t, fmt.Sprintf("%s-root-127.0.0.1-%d", path, s.Port()))
			opts := u.config("ControlPath %s-%%r-%%h-%%p\n", path)
			opts.ConnectTimeout = 3 * time.Second
			var log strings.Builder
			opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
			mustRun(t, u.executor(opts), s.Addr(), "true")
			if n := s.Connections(); n != 1 {
				t.Errorf("%d connections", n)
			}
			if !strings.Contains(log.String(), said[name]) {
				t.Errorf("the log does not say %q: %s", said[name], &log)
			}
		})
	}
}

func listenAt(t *testing.T, path string) *net.UnixListener {
	t.Helper()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func answering(t *testing.T, l net.Listener, text string) {
	t.Helper()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write([]byte(text))
		}
	}()
}

package sshx_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal/sshx"
)

func TestAccount_FollowsOptionsThenSSHConfigThenDefaults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte("Host app\n  User deploy\n  Port 2200\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		opts sshx.Options
		host string
		user string
		port int
	}{
		{"options win", sshx.Options{User: "me", Port: 22}, "app", "me", 22},
		{"ssh_config is next", sshx.Options{}, "app", "deploy", 2200},
		{"root on port 22 otherwise", sshx.Options{}, "db", "root", 22},
		{"the host itself says so", sshx.Options{User: "me"}, "you@db:2222", "you", 2222},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.opts.ConfigFiles = []string{file}
			x := sshx.New(c.opts)
			defer x.Close()
			a, err := x.Account(t.Context(), c.host)
			if err != nil || a.User != c.user || a.Port != c.port {
				t.Errorf("got %+v, %v; want %s port %d", a, err, c.user, c.port)
			}
		})
	}
}

// took is how long a login took, as far as that counts.
func took(t *testing.T, x *sshx.Executor, host string) time.Duration {
	t.Helper()
	a, err := x.Account(t.Context(), host)
	if err != nil {
		t.Fatal(err)
	}
	return a.Took
}

package sshx_test

import (
	"os"
	"path/filepath"
	"testing"

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
			user, port, err := x.Account(t.Context(), c.host)
			if err != nil || user != c.user || port != c.port {
				t.Errorf("got %s port %d, %v; want %s port %d", user, port, err, c.user, c.port)
			}
		})
	}
}

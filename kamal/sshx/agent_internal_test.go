package sshx

import (
	"os"
	"path/filepath"
	"testing"
)

func TestForwardsAgent_AsAskedByOptionsOrConfiguration(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte("Host app1\n  ForwardAgent yes\nHost app2\n  ForwardAgent no\nHost app3\n  IdentityAgent none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		host, socket string
		asked, want  bool
	}{
		{"app1", "/agent", false, true},
		{"app1", "", false, false},
		{"app2", "/agent", false, false},
		{"app4", "/agent", true, true},
		{"app3", "/agent", true, false},
		{"app4", "/agent", false, false},
	} {
		e := New(Options{ForwardAgent: c.asked, ConfigFiles: []string{file}, Home: t.TempDir(), Getenv: func(name string) string {
			return map[string]string{"SSH_AUTH_SOCK": c.socket}[name]
		}})
		if got, err := e.ForwardsAgent(t.Context(), c.host); err != nil || got != c.want {
			t.Errorf("%+v: got %t, %v", c, got, err)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

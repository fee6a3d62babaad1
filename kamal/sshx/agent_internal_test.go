package sshx

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh/agent"
)

// A thousand hosts at once would be more than the agent's socket takes.
func TestAgentKeys_AskedForInTurn(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "agent")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_ = agent.ServeAgent(agent.NewKeyring(), c)
			}()
		}
	}()
	e := New(Options{})
	for range agentTurns {
		e.agents <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, said := e.agentKeys(ctx, socket); !strings.Contains(said, "canceled") {
		t.Errorf("when all turns are taken: %q", said)
	}
	<-e.agents
	for range 2 * agentTurns { // each gives its turn back
		if _, said := e.agentKeys(t.Context(), socket); !strings.HasSuffix(said, "(keys: 0)") {
			t.Errorf("with one turn left: %q", said)
		}
	}
}

func TestAccount_ForwardsTheAgentAsAskedByOptionsOrConfiguration(t *testing.T) {
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
		if a, err := e.Account(t.Context(), c.host); err != nil || a.ForwardsAgent != c.want {
			t.Errorf("%+v: got %+v, %v", c, a, err)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

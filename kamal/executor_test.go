package kamal_test

import (
	"context"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// counting is an executor around another one.
type counting struct {
	kamal.Executor
	*counts
}

func (c counting) Unwrap() kamal.Executor { return c.Executor }

// counts are how often the powers of an executor were used.
type counts struct{ accounts, reconnects int }

// powerful is a fleet with all the powers that an executor may have.
type powerful struct {
	*fleet
	*counts
}

func (p powerful) Account(context.Context, string) (commands.Account, error) {
	p.accounts++
	return commands.Account{User: "ann", Port: 2200}, nil
}

func (p powerful) Connect(context.Context, ...string) {}

func (p powerful) Reconnect(string) { p.reconnects++ }

func TestExecutor_ThatWrapsAnotherKeepsItsPowers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		text := strings.Replace(twoHosts, "{server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}", `{server: "localhost:5555"}`, 1)
		f := newFleet(t, text)
		const refused = "client\npermission denied while trying to connect to the Docker daemon socket\n"
		f.Add(kamaltest.Reply{Host: "app1", Line: "*docker -v*version*", Times: 1, Stdout: refused})
		used := &counts{}
		d := kamal.New(f.config(), counting{counting{powerful{f, used}, used}, used}, f.Options()...)
		if err := d.Server().Bootstrap(t.Context()); err != nil || used.reconnects != 1 {
			t.Errorf("after docker's group was joined: %d logins anew, %v", used.reconnects, err)
		}
		if err := d.Build().Pull(t.Context()); err != nil || len(f.open()) != 2 {
			t.Errorf("a local registry: %v is forwarded, %v", f.open(), err)
		}
		cmd, err := d.Server().ExecInteractive(t.Context(), kamal.ExecOptions{})
		if line := cmd.String(); err != nil || !strings.Contains(line, "ann@app1") || !strings.Contains(line, "2200") {
			t.Errorf("an interactive command: %q, %v", line, err)
		}
		if used.accounts != 1 {
			t.Errorf("the account was asked for %d times", used.accounts)
		}
	})
}

package kamal_test

import (
	"context"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// counting is an executor around another one.
type counting struct {
	kamal.Executor
	*counts
}

func (c counting) Unwrap() kamal.Executor { return c.Executor }

// counts are how often the powers of an executor were used.
type counts struct{ accounts, reconnects, agents int }

// powerful is a recorder with all the powers that an executor may have.
type powerful struct {
	*kamaltest.Recorder
	*counts
}

func (p powerful) Account(context.Context, string) (user string, port int, err error) {
	p.accounts++
	return "ann", 2200, nil
}

func (p powerful) Reconnect(string) { p.reconnects++ }

func (p powerful) ForwardsAgent(context.Context, string) (bool, error) {
	p.agents++
	return true, nil
}

func TestExecutor_ThatWrapsAnotherKeepsItsPowers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		text := strings.Replace(twoHosts, "{server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}", `{server: "localhost:5555"}`, 1)
		f := newFleet(t, text)
		const refused = "client\npermission denied while trying to connect to the Docker daemon socket\n"
		f.Add(kamaltest.Reply{Host: "app1", Line: "*docker -v*version*", Times: 1, Stdout: refused})
		used := &counts{}
		d := kamal.New(f.config(), counting{counting{powerful{f.Recorder, used}, used}, used}, f.Options()...)
		if err := d.Server().Bootstrap(t.Context()); err != nil || used.reconnects != 1 {
			t.Errorf("after docker's group was joined: %d logins anew, %v", used.reconnects, err)
		}
		if err := d.Build().Pull(t.Context()); err != nil || len(f.Forwards()) != 2 {
			t.Errorf("a local registry: %v is forwarded, %v", f.Forwards(), err)
		}
		cmd, err := d.Server().ExecInteractive(t.Context(), kamal.ExecOptions{})
		if line := cmd.String(); err != nil || !strings.Contains(line, "ann@app1") || !strings.Contains(line, "2200") {
			t.Errorf("an interactive command: %q, %v", line, err)
		}
		if _, err := d.Doctor(t.Context()); err != nil || used.agents != 2 {
			t.Errorf("the doctor asked of %d agents, %v", used.agents, err)
		}
	})
}

package e2e_test

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/kamal/config"
)

// trouble is what can happen to a host in the middle of a deploy.
type trouble struct {
	name       string
	begin, end func(context.Context) error
	// status is what the deploy ends with.
	status int
	// says is in the error, beside the host's address.
	says string
	// serves says that the host itself serves all the same, others that they have the new version.
	serves, others bool
}

// One host gets into trouble during a deploy, which holds the lock and is about to boot the app.
func TestDeploy_WithOneHostInTroubleTheOthersServeAndTheNextOneWorks(t *testing.T) {
	a := newApp(t)
	a.impatient(t)
	gate := a.addGate(t)
	a.run(t, "setup")
	host := a.Hosts[1]
	for _, c := range []trouble{
		{"sshd killed", host.KillSSH, host.StartSSH, unreachable, "connection refused", true, false},
		{"engine stopped", host.StopEngine, host.StartEngine, failed, "docker daemon", false, false},
		{"disk full", host.FillDisk, host.FreeDisk, partial, "no space", true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := a.version(t)
			others := before
			if after := a.commit(t, a.CommitHealthy); c.others {
				others = after
			}
			deploy := a.startUpTo(t, gate)
			c.while(t, func() {
				gate.open()
				text := deploy.ends(t, c.status, noticing)
				for _, want := range []string{host.Address, c.says} {
					if !strings.Contains(strings.ToLower(text), want) {
						t.Errorf("it does not say %q:\n%s", want, text)
					}
				}
				wantServedOn(t, a.Hosts[0], others)
				wantServedOn(t, a.Hosts[2], others)
				if c.serves {
					wantServedOn(t, host, before)
				}
				a.wantNoLock(t)
			})
			a.run(t, "deploy")
			a.wantServed(t, a.version(t))
			a.wantAlone(t)
			a.wantNoLock(t)
		})
	}
}

// while runs do while the trouble lasts.
func (c trouble) while(t *testing.T, do func()) {
	t.Helper()
	if err := c.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.end(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	do()
}

// The registry is away when hosts are to pull, and later it has another password: one that
// a host takes for that of the session it has.
func TestDeploy_WithoutARegistryIsAnErrorAndTheNextOneWorks(t *testing.T) {
	a := newLoneApp(t)
	a.setRegistryPassword(t, "the first")
	first := a.commitFiles(t, map[string]string{
		"config/deploy.yml": strings.Replace(a.Configuration(), ground.Registry, ground.PrivateRegistry, 1),
		".kamal/secrets":    "REGISTRY_PASSWORD=$REGISTRY_PASSWORD\nAPP_SECRET=x\n",
	})
	a.run(t, "setup")
	second := a.commit(t, a.CommitHealthy)
	a.run(t, "build", "push")
	away := trouble{begin: ground.StopRegistry, end: ground.StartRegistry}
	away.while(t, func() {
		text := a.fails(t, registry, "deploy", "--skip-push")
		for _, want := range []string{a.Hosts[0].Address, ground.PrivateRegistry, "connection refused"} {
			if !strings.Contains(text, want) {
				t.Errorf("it does not say %q:\n%s", want, text)
			}
		}
		a.wantServed(t, first)
		a.wantNoLock(t)
	})
	text := a.run(t, "deploy", "--skip-push", "--verbose")
	if !strings.Contains(text, "logged in already") {
		t.Errorf("a session that is there is not used:\n%s", text)
	}
	a.wantServed(t, second)
	a.setRegistryPassword(t, passesFor("the first"))
	text = a.run(t, "build", "pull", "--verbose")
	if !strings.Contains(text, "logging in and pulling again") || !strings.Contains(text, "Login Succeeded") {
		t.Errorf("a session that is refused is not made anew:\n%s", text)
	}
}

// setRegistryPassword sets the password of the private registry, and tells kamal.
func (a *app) setRegistryPassword(t *testing.T, password string) {
	t.Helper()
	if err := ground.SetRegistryPassword(password); err != nil {
		t.Fatal(err)
	}
	a.env = []string{"REGISTRY_PASSWORD=" + password}
}

// passesFor gives another password that a look at a host can't tell from this one.
func passesFor(password string) string {
	look := func(password string) string {
		s := hostcmd.RegistrySession{Server: "x", Username: config.NewSecret("deployer"), Password: config.NewSecret(password)}
		return s.Look().Shell()
	}
	for i := 0; ; i++ {
		if other := fmt.Sprint("another ", i); look(other) == look(password) {
			return other
		}
	}
}

// The primary host, which has the lock, loses its power while a deploy runs its hook. All comes
// back by itself, and the deploy goes on.
func TestDeploy_GoesOnAfterAHostWasRestarted(t *testing.T) {
	a := newApp(t)
	a.impatient(t)
	gate := a.addGate(t)
	before := a.version(t)
	a.run(t, "setup")
	a.commit(t, a.CommitHealthy)
	deploy := a.startUpTo(t, gate)
	host := a.Hosts[0]
	if err := host.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the app is served again", func() bool { return serves(t, host, before) })
	eventually(t, "the deploy has noticed that its connection is gone", func() bool { return !isConnected(t, host) })
	gate.open()
	deploy.ends(t, 0, patience)
	a.wantServed(t, a.version(t))
	a.wantAlone(t)
	a.wantNoLock(t)
}

// isConnected reports whether somebody here has an SSH connection to a host, as far as this
// machine knows.
func isConnected(t *testing.T, host *playground.Host) bool {
	t.Helper()
	list, err := exec.CommandContext(t.Context(), "ss", "-Htn", "state", "established", "dst", host.Address+":22").CombinedOutput()
	if err != nil {
		t.Fatalf("listing connections: %v\n%s", err, list)
	}
	return len(list) > 0
}

package kamal_test

import (
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const noProxy = `service: app
image: acme/app
servers: {web: {hosts: [app1], proxy: false}}
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
`

const traefikHost = `service: app
image: acme/app
servers: [app1]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
traefik: {}
`

// failed are the containers that were reported.
func (f *fleet) failed() []kamal.ContainerFailed {
	var found []kamal.ContainerFailed
	for _, e := range f.Events() {
		if e, ok := e.(kamal.ContainerFailed); ok {
			found = append(found, e)
		}
	}
	return found
}

// A container that exits at once, again and again, is known after seconds, however
// long it may take to get healthy; what ran before goes on serving.
func TestNewcomer_ThatExitsAtOnceIsKnownSoon(t *testing.T) {
	oneHost := strings.Replace(twoHosts, "app1, app2", "app1", 1)
	for name, text := range map[string]string{"behind kamal-proxy": oneHost, "without a proxy": noProxy, "on Traefik": traefikHost} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, text+"deploy_timeout: 600\n")
			f.deployed("1")
			f.Break("app1", "*:2")
			f.Reset()
			began := time.Now()
			err := f.at("2").Deploy(t.Context(), skipPush)
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%s: took %s", name, took)
			}
			unhealthy, ok := errors.AsType[*kamal.UnhealthyError](err)
			if !ok || !unhealthy.Ended || unhealthy.ExitCode != 1 || unhealthy.Restarts < 2 {
				t.Errorf("%s: got %v", name, err)
			}
			if got := f.failed(); len(got) != 1 || got[0].Log == "" || got[0].Restarts < 2 || got[0].ExitCode != 1 {
				t.Errorf("%s: reported are %+v", name, got)
			}
			running := f.Host("app1").Running()
			if !strings.Contains(strings.Join(running, " "), "app-web-1") || strings.Contains(strings.Join(running, " "), "app-web-2") {
				t.Errorf("%s: there run %v", name, running)
			}
			if text == oneHost && f.Host("app1").Serving("app-web") != "app-web-1" {
				t.Errorf("%s: app1 serves %q", name, f.Host("app1").Serving("app-web"))
			}
			if n := strings.Count(strings.Join(f.Lines("app1"), "\n"), "app-web-2$' --quiet | xargs docker stop"); n != 1 {
				t.Errorf("%s: a container was stopped %d times", name, n)
			}
			f.deployed("3")
		})
	}
}

// looked answers looks at the new container.
func looked(lives ...string) []kamaltest.Reply {
	var replies []kamaltest.Reply
	for _, l := range lives {
		replies = append(replies, kamaltest.Reply{Line: "docker container inspect --format {{.State.Status}} *app-web-2", Times: 1, Stdout: l + "\n"})
	}
	return replies
}

// One that is merely slow, or that ended once, keeps its time.
func TestNewcomer_ThatEndedOnceAndGotHealthyIsUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1), append(
			looked("restarting 1 0", "running 0 1", "running 0 1", "running 0 1"),
			kamaltest.Reply{Line: "docker exec kamal-proxy kamal-proxy deploy *", Delay: 10 * time.Second})...)
		f.deployed("1")
		f.deployed("2")
		if got := f.Host("app1").Serving("app-web"); got != "app-web-2" || len(f.failed()) != 0 {
			t.Errorf("app1 serves %q, failed are %+v", got, f.failed())
		}
	})
}

func TestNewcomer_ThatExitedForGoodWithoutAnErrorIsKnown(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1), looked("running 0 0", "exited 0 0")...)
		f.deployed("1")
		f.Stall("app1", "*:2")
		err := f.at("2").Deploy(t.Context(), skipPush)
		want := "app1: web does not stay up in version 2: its container exited with status 0"
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
}

// idOf is the id of a container.
func (f *fleet) idOf(host, name string) string {
	for _, c := range f.Host(host).Containers() {
		if c.Name == name {
			return c.ID
		}
	}
	return ""
}

// turning is a proxy that takes ten seconds to say that it turned to version 2, and
// says when it is asked what it serves, at once or only after it was asked twice.
func (f *fleet) turning(atOnce bool) kamal.Executor {
	asked := 0
	f.Add(kamaltest.Reply{Line: "docker exec kamal-proxy kamal-proxy deploy *", Times: 2, Delay: 10 * time.Second})
	return kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
		if strings.HasSuffix(cmd.String(), "kamal-proxy list") {
			if asked++; atOnce || asked > 2 {
				_, err := io.WriteString(cmd.Stdout, "app-web "+f.idOf("app1", "app-web-2")+":80 running")
				return err
			}
		}
		return f.Run(ctx, host, cmd)
	})
}

// The proxy may have turned to the container already, and be waiting for the old
// one's requests to end: its answer counts then.
func TestNewcomer_ThatTheProxyTurnedToIsNotStopped(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1), looked("restarting 1 2")...)
		f.deployed("1")
		f.version = "2"
		if err := kamal.New(f.config(), f.turning(true), f.Options()...).Deploy(t.Context(), skipPush); err != nil {
			t.Error(err)
		}
		if got := f.Host("app1").Running(); !cmp.Equal(got, []string{"kamal-proxy", "app-web-2"}) || len(f.failed()) != 0 {
			t.Errorf("there run %v", got)
		}
	})
}

// It may turn to it in the moment before the container is stopped.
func TestNewcomer_StoppedAsTheProxyTurnedToItGivesWayToTheOld(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1), looked("restarting 1 2")...)
		f.deployed("1")
		f.Reset()
		f.version = "2"
		err := kamal.New(f.config(), f.turning(false), f.Options()...).Deploy(t.Context(), skipPush)
		target := regexp.MustCompile(`kamal-proxy deploy app-web --target="\$\(docker container ls --all --filter 'name=\^(\S+)\$'`)
		var deploys []string
		for _, line := range f.Lines("app1") {
			if m := target.FindStringSubmatch(line); m != nil {
				deploys = append(deploys, m[1])
			}
		}
		if !cmp.Equal(deploys, []string{"app-web-2", "app-web-1"}) || f.Host("app1").Serving("app-web") != "app-web-1" {
			t.Errorf("got %v; the proxy was pointed at %v, and serves %q", err, deploys, f.Host("app1").Serving("app-web"))
		}
	})
}

func TestNewcomer_OfAnInterruptedDeployHasNotFailed(t *testing.T) {
	for name, text := range map[string]string{"without a proxy": noProxy, "on Traefik": traefikHost} {
		bubble(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			f := newFleet(t, text)
			f.deployed("1")
			f.Reset()
			f.Stall("app1", "*:2")
			time.AfterFunc(2*time.Second, func() { cancel(errInterrupted) })
			err := f.at("2").Deploy(ctx, skipPush)
			if !errors.Is(err, errInterrupted) || len(f.failed()) != 0 {
				t.Errorf("%s: got %v, failed are %+v", name, err, f.failed())
			}
			if boot, ok := errors.AsType[*kamal.BootError](err); !ok || !boot.States[0].Interrupted {
				t.Errorf("%s: the states do not tell of the interruption: %v", name, err)
			}
			if running := strings.Join(f.Host("app1").Running(), " "); strings.Contains(running, "app-web-2") {
				t.Errorf("%s: there run %v", name, running)
			}
		})
	}
}

// One that is met while it runs once more has ended with a status all the same, which
// docker tells between its starts.
func TestNewcomer_ThatIsMetBetweenItsEndsIsToldWithItsStatus(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1), append(
			looked("running 0 5", "running 0 5", "restarting 3 5"),
			kamaltest.Reply{Line: "docker exec kamal-proxy kamal-proxy deploy *", Times: 2, Delay: time.Minute, Exit: 1})...)
		err := f.at("2").Deploy(t.Context(), skipPush)
		unhealthy, ok := errors.AsType[*kamal.UnhealthyError](err)
		if !ok || unhealthy.ExitCode != 3 || !strings.Contains(err.Error(), "exited with status 3, after 5 restarts") {
			t.Errorf("got %v", err)
		}
	})
}

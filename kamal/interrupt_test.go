package kamal_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// interrupted carries out an operation that is cancelled when its nth command
// begins. It reports whether there was one.
func (f *fleet) interrupted(t *testing.T, n int, name, rest string) (reached bool, err error) {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	f.Reset()
	f.watch = func(e kamal.Event) {
		switch e := e.(type) {
		case kamal.CommandStarted:
			if n--; n == 0 {
				reached = true
				cancel(errInterrupted)
			}
		case kamal.ContainerFailed:
			t.Errorf("a container is reported as failed: %+v", e)
		}
	}
	f.tb = withContext{t, ctx}
	_, err = f.operation(name, rest)
	f.tb = t
	f.watch = nil
	return reached, err
}

// Whatever is interrupted wherever: no lock stays, the error is the
// interruption's, and once more brings the work to its end.
func TestOperations_InterruptedAnywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("every command of every operation takes a few seconds")
	}
	text := threeRoles + "accessories:\n  db: {image: \"postgres:17\", host: db1, env: {secret: [TOKEN]}}\n"
	for _, line := range []string{
		"setup --skip-push", "deploy", "redeploy --skip-push", "rollback 1", "accessory-boot all", "accessory-reboot all", "app-stop", "prune-all", "proxy-reboot --rolling", "app-stale-containers --stop",
	} {
		t.Run(strings.Fields(line)[0], func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				name, rest, _ := strings.Cut(line, " ")
				for n := 1; ; n++ {
					f := newFleet(t, text)
					if name == "rollback" {
						f.deployed("1")
					}
					f.deployed("2")
					if err := f.at("2").Accessory(kamal.AllAccessories).Boot(t.Context()); err != nil {
						t.Fatal(err)
					}
					reached, err := f.interrupted(t, n, name, rest)
					if !reached {
						return
					}
					if err != nil && !errors.Is(err, errInterrupted) && !errors.Is(err, context.Canceled) {
						t.Errorf("at command %d: %v", n, err)
					}
					if err != nil && strings.Contains(err.Error(), "did not come up") {
						t.Errorf("at command %d the app is blamed: %v", n, err)
					}
					if f.locked("app1") {
						t.Errorf("at command %d: the lock is left behind", n)
					}
					if running := f.Host("db1").Running(); !slices.Contains(running, "app-db") {
						t.Errorf("after command %d the accessory is gone, there run %s", n, running)
					}
					if _, err := f.operation(name, rest); err != nil {
						t.Errorf("once more after command %d: %v", n, err)
					}
				}
			})
		})
	}
}

func TestUpgrade_InterruptedAnywhereGoesOnFromThere(t *testing.T) {
	for name, texts := range map[string][2]string{"upgrade": {onTraefik, behindProxy}, "downgrade": {behindProxy, onTraefik}} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				for n := 1; ; n++ {
					f := newFleet(t, texts[0])
					f.deployed("1")
					f.text = texts[1]
					reached, err := f.interrupted(t, n, name, "--rolling")
					if !reached {
						return
					}
					if err != nil && !errors.Is(err, errInterrupted) && !errors.Is(err, context.Canceled) {
						t.Errorf("at command %d: %v", n, err)
					}
					if f.locked("app1") {
						t.Errorf("at command %d: the lock is left behind", n)
					}
					for _, h := range []string{"app1", "app2", "app3"} {
						running := " " + strings.Join(f.Host(h).Running(), " ")
						byTraefik := strings.Contains(running, " traefik") && strings.Contains(running, " app-web-")
						if !byTraefik && f.Host(h).Serving("app-web") == "" {
							t.Errorf("after command %d nobody serves on %s, there run%s", n, h, running)
						}
					}
					if _, err := f.operation(name, "--rolling"); err != nil {
						t.Errorf("once more after command %d: %v", n, err)
					}
					for _, h := range []string{"app1", "app2", "app3"} {
						running := strings.Join(f.Host(h).Running(), " ")
						if !strings.Contains(running, "app-web-latest") || name == "upgrade" && f.Host(h).Serving("app-web") != "app-web-latest" ||
							name == "downgrade" && !strings.Contains(running, "traefik") {
							t.Errorf("once more after command %d: on %s run %s", n, h, running)
						}
					}
				}
			})
		})
	}
}

// Hosts that are up again after an interruption are told of: a hook has taken
// them out of a load balancer before, and another puts them back.
func TestProxyReboot_InterruptedTellsOfHostsThatAreUp(t *testing.T) {
	for name, text := range map[string]string{
		"one kind": behindProxy,
		"mixed":    strings.Replace(onTraefik, "traefik: {}", "traefik: {}\nproxy: {enabled: true, hosts: [app1, app2, app3], host: example.com, app_port: 80}", 1),
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				f := newFleet(t, text)
				f.hook("", "pre-proxy-reboot", "post-proxy-reboot")
				f.deployed("1")
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				f.Add(kamaltest.Reply{Host: "app1", Line: "docker container stop kamal-proxy", Times: 1, Before: func() { cancel(errInterrupted) }})
				f.Reset()
				if err := f.at("1").Proxy().Reboot(ctx, kamal.RebootOptions{Rolling: true}); !errors.Is(err, errInterrupted) && !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
				told := f.hooks()["post-proxy-reboot"]
				if len(told) != 1 || !strings.Contains(told[0], "KAMAL_HOSTS=app1 ") {
					t.Errorf("told of: %s", told)
				}
			})
		})
	}
}

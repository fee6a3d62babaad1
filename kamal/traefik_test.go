package kamal_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// One type is both families of commands: each refuses what the other is for.
func TestProxy_RefusesWhatIsForTheOtherKind(t *testing.T) {
	ctx := t.Context()
	both := map[string]func(kamal.Proxy) error{
		"reboot":  func(px kamal.Proxy) error { return px.Reboot(ctx, kamal.RebootOptions{}) },
		"start":   func(px kamal.Proxy) error { return px.Start(ctx) },
		"stop":    func(px kamal.Proxy) error { return px.Stop(ctx, kamal.ForceOptions{Force: true}) },
		"restart": func(px kamal.Proxy) error { return px.Restart(ctx) },
		"remove":  func(px kamal.Proxy) error { _, err := px.Remove(ctx, kamal.ForceOptions{Force: true}); return err },
	}
	either := map[string]func(kamal.Proxy) error{
		"boot":    func(px kamal.Proxy) error { return px.Boot(ctx) },
		"details": func(px kamal.Proxy) error { _, err := px.Details(ctx); return err },
		"logs":    func(px kamal.Proxy) error { _, err := px.Logs(ctx, kamal.LogOptions{}); return err },
	}
	own := map[string]func(kamal.Proxy) error{
		"remove_container":       func(px kamal.Proxy) error { return px.RemoveContainer(ctx) },
		"remove_image":           func(px kamal.Proxy) error { return px.RemoveImage(ctx) },
		"remove_proxy_directory": func(px kamal.Proxy) error { return px.RemoveProxyDirectory(ctx) },
		"boot_config":            func(px kamal.Proxy) error { return px.BootConfigSet(ctx, commands.BootConfig{}) },
	}
	for _, c := range []struct {
		what, text string
		of         func(*kamal.Deployer) kamal.Proxy
		refused    []map[string]func(kamal.Proxy) error
		family     string
	}{
		{"kamal-proxy asked for as Traefik", behindProxy, (*kamal.Deployer).Traefik, []map[string]func(kamal.Proxy) error{both, either, own}, "traefik"},
		{"Traefik asked for as kamal-proxy", onTraefik, (*kamal.Deployer).Proxy, []map[string]func(kamal.Proxy) error{both, own}, "proxy"},
		{"Traefik asked for what it has not", onTraefik, (*kamal.Deployer).Traefik, []map[string]func(kamal.Proxy) error{own}, "proxy"},
	} {
		f := newFleet(t, c.text)
		px := c.of(f.at("1"))
		for _, commands := range c.refused {
			for name, run := range commands {
				if err := run(px); !errors.Is(err, kamal.ErrUsage) || !strings.Contains(err.Error(), "`kamal "+c.family+" "+name+"`") {
					t.Errorf("%s: %s: got %v", c.what, name, err)
				}
			}
		}
		if got := f.Commands(); len(got) > 0 {
			t.Errorf("%s: hosts got %v", c.what, got)
		}
	}
}

func TestTraefik_LogsAreFollowedOnItsHosts(t *testing.T) {
	f := newFleet(t, onTraefik, traefikLog("app1"), traefikLog("app2"), traefikLog("app3"))
	got, err := lines(f.at("1").Traefik().Logs, t.Context())
	if want := "app1 proxy: x,app2 proxy: x,app3 proxy: x"; err != nil || strings.Join(got, ",") != want {
		t.Errorf("got %q, %v", got, err)
	}
}

func traefikLog(host string) kamaltest.Reply {
	return kamaltest.Reply{Host: host, Line: "docker logs*traefik*", Stdout: "x\n"}
}

package kamal_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Whoever is asked is told the hosts that are worked on, and nothing has happened on
// them then; a no ends the operation as what it is.
func TestConfirm_IsAskedWithTheHostsBeforeAnything(t *testing.T) {
	const mixed = "traefik: {}\nproxy: {enabled: true, hosts: [app1], host: example.com}"
	onBoth := strings.Replace(onTraefik, "traefik: {}", mixed, 1)
	for _, c := range []struct {
		name, text string
		run        func(*kamal.Deployer, kamal.RebootOptions) error
		want       []config.Host
	}{
		{"upgrade", onBoth, func(d *kamal.Deployer, o kamal.RebootOptions) error { return d.Upgrade(t.Context(), o) }, []config.Host{"app1"}},
		{"downgrade", onBoth, func(d *kamal.Deployer, o kamal.RebootOptions) error { return d.Downgrade(t.Context(), o) }, []config.Host{"app2", "app3"}},
		{"proxy reboot", onBoth, func(d *kamal.Deployer, o kamal.RebootOptions) error { return d.Proxy().Reboot(t.Context(), o) }, []config.Host{"app1", "app2", "app3"}},
		{"proxy upgrade", onBoth, func(d *kamal.Deployer, o kamal.RebootOptions) error { return d.Proxy().Upgrade(t.Context(), o) }, []config.Host{"app1"}},
		{"traefik downgrade", onTraefik, func(d *kamal.Deployer, o kamal.RebootOptions) error { return d.Traefik().Downgrade(t.Context(), o) }, []config.Host{"app1", "app2", "app3"}},
		{"traefik reboot", onTraefik, func(d *kamal.Deployer, o kamal.RebootOptions) error { return d.Traefik().Reboot(t.Context(), o) }, []config.Host{"app1", "app2", "app3"}},
		{"accessory upgrade", behindProxy + "accessories: {db: {image: db, host: app2}}\n", func(d *kamal.Deployer, o kamal.RebootOptions) error {
			return d.Accessory("db").Upgrade(t.Context(), o)
		}, []config.Host{"app2"}},
	} {
		f := newFleet(t, c.text)
		var asked []config.Host
		no := errors.New("no")
		err := c.run(f.at("1"), kamal.RebootOptions{Confirm: func(_ context.Context, hosts []config.Host) error {
			asked = hosts
			return no
		}})
		if err != no {
			t.Errorf("%s: got %v, want the answer", c.name, err)
		}
		if diff := cmp.Diff(c.want, asked); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		for _, got := range f.Commands() {
			if !strings.Contains(got.Line, "docker container ls") {
				t.Errorf("%s: before the answer %s got %s", c.name, got.Host, got.Line)
			}
		}
	}
}

func TestConfirm_IsNotAskedForWhatTheMoveRefuses(t *testing.T) {
	o := kamal.RebootOptions{Confirm: func(context.Context, []config.Host) error { return errors.New("asked") }}
	if err := newFleet(t, onTraefik).at("1").Upgrade(t.Context(), o); !errors.Is(err, kamal.ErrUsage) {
		t.Errorf("got %v", err)
	}
	if err := newFleet(t, behindProxy).at("1").Downgrade(t.Context(), o); !errors.Is(err, kamal.ErrUsage) {
		t.Errorf("got %v", err)
	}
}

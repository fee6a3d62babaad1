package kamal

import (
	"context"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// pullLimit is how long a pull of an image may take.
const pullLimit = 30 * time.Minute

// BuildPull pulls the image on the hosts of the app and checks that it is this
// service's. Hosts behind one registry mirror wait for the first of them.
func (d *Deployer) BuildPull(ctx context.Context) error {
	d, err := d.atConfigured()
	if err != nil {
		return err
	}
	return d.pull(ctx)
}

func (d *Deployer) pull(ctx context.Context) error {
	return d.withForwardedRegistry(ctx, func(ctx context.Context) error {
		if err := d.loginAll(ctx, d.spec.AppHosts); err != nil {
			return err
		}
		first, rest, err := d.byMirror(ctx)
		if err != nil {
			return err
		}
		if err := d.onEach(ctx, "pulling the image to seed the mirrors", first, d.pullOn); err != nil {
			return err
		}
		return d.onEach(ctx, "pulling the image", rest, d.pullOn)
	})
}

// byMirror parts the hosts: one for each registry mirror, which fills it, and
// the rest.
func (d *Deployer) byMirror(ctx context.Context) (first, rest []config.Host, err error) {
	hosts := d.spec.AppHosts
	if len(hosts) < 2 {
		return nil, hosts, nil
	}
	mirrors, err := gather(ctx, d, hosts, func(ctx context.Context, h config.Host) (string, error) {
		return d.ask(ctx, h, commands.Image{Config: d.cfg}.Mirror())
	})
	seen := map[string]bool{}
	for i, h := range hosts {
		if m := mirrors[i]; m != "" && !seen[m] {
			seen[m] = true
			first = append(first, h)
		} else {
			rest = append(rest, h)
		}
	}
	return first, rest, err
}

func (d *Deployer) pullOn(ctx context.Context, h config.Host) error {
	image := commands.Image{Config: d.cfg}
	ctx, cancel := limited(ctx, pullLimit)
	defer cancel()
	text := "Pulled image with version " + d.version.String()
	if err := d.send(ctx, h, commands.And(d.record(ctx, text), commands.Then(image.Clean(d.version).Quiet().Optional(), image.Pull(d.version)))); err != nil {
		return err
	}
	service, err := d.ask(ctx, h, image.Service(d.version))
	if err != nil {
		return err
	}
	if service != d.cfg.Service {
		return fmt.Errorf("image %q carries the label service=%q, not %q: it was not built for this service, or without the label",
			d.cfg.ImageAt(d.version), service, d.cfg.Service)
	}
	return nil
}

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

// Pull pulls the image on the hosts of the app and checks that it is this
// service's. Hosts behind one registry mirror wait for the first of them.
func (bd Build) Pull(ctx context.Context) error {
	bd, err := bd.atConfigured()
	if err != nil {
		return err
	}
	return bd.pull(ctx)
}

func (bd Build) pull(ctx context.Context) error {
	return bd.withForwardedRegistry(ctx, func(ctx context.Context) error {
		if err := bd.registry.loginAll(ctx, bd.spec.appHosts); err != nil {
			return err
		}
		first, rest, err := bd.byMirror(ctx)
		if err != nil {
			return err
		}
		if err := bd.onEach(ctx, "pulling the image to seed the mirrors", first, bd.pullOn); err != nil {
			return err
		}
		return bd.onEach(ctx, "pulling the image", rest, bd.pullOn)
	})
}

// byMirror parts the hosts: one for each registry mirror, which fills it, and
// the rest.
func (bd Build) byMirror(ctx context.Context) (first, rest []config.Host, err error) {
	hosts := bd.spec.appHosts
	if len(hosts) < 2 {
		return nil, hosts, nil
	}
	mirrors, err := gather(ctx, bd.engine, hosts, func(ctx context.Context, h config.Host) (string, error) {
		return bd.ask(ctx, h, commands.Image{Config: bd.cfg}.Mirror())
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

func (bd Build) pullOn(ctx context.Context, h config.Host) error {
	image := commands.Image{Config: bd.cfg}
	ctx, cancel := limited(ctx, pullLimit)
	defer cancel()
	text := "Pulled image with version " + bd.version.String()
	if err := bd.send(ctx, h, commands.And(bd.record(ctx, text), commands.Then(image.Clean(bd.version).Quiet().Optional(), image.Pull(bd.version)))); err != nil {
		return err
	}
	service, err := bd.ask(ctx, h, image.Service(bd.version))
	if err != nil {
		return err
	}
	if service != bd.cfg.Service {
		return fmt.Errorf("image %q carries the label service=%q, not %q: it was not built for this service, or without the label",
			bd.cfg.ImageAt(bd.version), service, bd.cfg.Service)
	}
	return nil
}

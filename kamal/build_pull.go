package kamal

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
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

func (bd Build) pull(ctx context.Context) error { return bd.pullWith(ctx, pulling{}) }

// pulling is what goes to hosts together with a pull. A host behind a mirror may go
// without what comes after it.
type pulling struct {
	others        []config.Host // get what comes before and after, too
	before, after partsFunc
}

func (bd Build) pullWith(ctx context.Context, with pulling) error {
	hosts := filter(bd.spec.hosts, func(h config.Host) bool {
		return slices.Contains(bd.spec.appHosts, h) || slices.Contains(with.others, h)
	})
	mirrors := &mirrors{of: map[config.Host]string{}}
	if err := bd.checkSecrets(ctx, bd.deliverySecrets(true)); err != nil {
		return err
	}
	return bd.withForwardedRegistry(ctx, func(ctx context.Context) error {
		err := bd.onEach(ctx, StepPull, hosts, func(ctx context.Context, h config.Host) error {
			if !slices.Contains(bd.spec.appHosts, h) {
				return bd.together(ctx, h, append(with.before.on(ctx, h), with.after.on(ctx, h)...)...)
			}
			return bd.pullOn(ctx, h, with, mirrors)
		})
		if err != nil {
			return err
		}
		again := func(ctx context.Context, h config.Host) error { return bd.pullOn(ctx, h, pulling{}, nil) }
		first, rest := mirrors.split(hosts)
		if err := bd.onEach(ctx, stepPullSeeds, first, again); err != nil {
			return err
		}
		return bd.onEach(ctx, stepPullMirrored, rest, again)
	})
}

// pullOn pulls the image on a host, and checks that it is this service's. With mirrors it
// ends where the host has one, and they know it. Where the registry may have refused a
// session that the host had, it logs in and pulls once more, as if that had not been there.
func (bd Build) pullOn(ctx context.Context, h config.Host, with pulling, mirrors *mirrors) error {
	attempt := func(parts []part, login part) error {
		parts = append(parts, login)
		if mirrors != nil && len(bd.spec.appHosts) > 1 {
			parts = append(parts, mirrors.part(h, hostcmd.Image{Config: bd.cfg}))
		}
		return bd.together(ctx, h, slices.Concat(parts, bd.pullParts(ctx), with.after.on(ctx, h))...)
	}
	login, err := bd.registry.sessionPart(ctx, h, bd.cfg.Registry)
	if err != nil {
		return err
	}
	err = attempt(with.before.on(ctx, h), login)
	if ctx.Err() != nil || !bd.registry.dropStale(h, bd.cfg.Registry, err) {
		return err
	}
	bd.emit(ctx, h, Note{Text: "the pull failed with the registry session that was there: logging in and pulling again"})
	if login, err = bd.registry.loginPart(ctx, h, bd.cfg.Registry); err != nil {
		return err
	}
	return attempt(nil, login)
}

// pullParts pull the image, and check that it is this service's.
func (bd Build) pullParts(ctx context.Context) []part {
	image := hostcmd.Image{Config: bd.cfg}
	text := "Pulled image with version " + string(bd.version)
	return []part{
		{
			cmd:    commands.And(bd.record(ctx, text), commands.Then(image.Clean(bd.version).Quiet().Optional(), image.Pull(bd.version))),
			limit:  pullLimit,
			failed: func(_ string, err error) error { return refused(bd.cfg.Registry.Server, err) },
		},
		{cmd: image.Service(bd.version), ask: bd.isOurs},
	}
}

// isOurs refuses an image by its label.
func (bd Build) isOurs(service string) error {
	if service == bd.cfg.Service {
		return nil
	}
	return fmt.Errorf("image %q carries the label service=%q, not %q: it was not built for this service, or without the label",
		bd.cfg.ImageAt(bd.version), service, bd.cfg.Service)
}

// mirrors are the registry mirrors that hosts pull by. A mirror is filled by one of
// its hosts, and the others wait for that.
type mirrors struct {
	mu sync.Mutex
	of map[config.Host]string
}

// part ends the work on a host that has a mirror.
func (m *mirrors) part(h config.Host, image hostcmd.Image) part {
	return part{cmd: image.NoMirror(), failed: func(mirror string, err error) error {
		if !exited(err) || mirror == "" {
			return err
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		m.of[h] = mirror
		return errEnough
	}}
}

// split parts the hosts with a mirror: one for each, which fills it, and the rest.
func (m *mirrors) split(hosts []config.Host) (first, rest []config.Host) {
	seen := map[string]bool{}
	for _, h := range hosts {
		switch mirror := m.of[h]; {
		case mirror == "":
		case !seen[mirror]:
			seen[mirror] = true
			first = append(first, h)
		default:
			rest = append(rest, h)
		}
	}
	return first, rest
}

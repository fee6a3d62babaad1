package kamal

import (
	"context"
	"slices"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// traefikDelay is how long Traefik may take to notice that a container's health
// has changed.
const traefikDelay = 5 * time.Second

// cord gives the random part of the cords' names, one for the whole run.
func (a App) cord() (string, error) {
	if a.cfg.Fleet == config.FleetProxy {
		return "", nil
	}
	a.run.tying.Lock()
	defer a.run.tying.Unlock()
	if a.run.cord != "" {
		return a.run.cord, nil
	}
	var err error
	a.run.cord, err = a.hex(hostcmd.CordDigits)
	return a.run.cord, err
}

// waitForTraefik asks docker for the container's health until it is up, and
// gives Traefik time to notice.
func (b *roleBoot) waitForTraefik(ctx context.Context) error {
	began := time.Now()
	status, err := b.awaitStatus(ctx, b.version, "healthy", "running")
	switch {
	case err != nil:
		return err
	case status == "healthy":
		return b.wait(ctx, traefikDelay)
	case status == "running":
		return b.wait(ctx, b.cfg.ReadinessDelay)
	}
	return &UnhealthyError{
		Role: b.role.Name, Version: b.version, Status: status,
		Waited: time.Since(began), Allowed: b.attemptsTime(),
	}
}

// awaitStatus asks for a container's status until it is one of those wanted, as
// often as the health check allows, and gives the last.
func (b *roleBoot) awaitStatus(ctx context.Context, v config.Version, wanted ...string) (status string, err error) {
	for attempt := 1; ; attempt++ {
		status, _, err = b.status(ctx, v)
		if err != nil {
			return "", err
		}
		if slices.Contains(wanted, status) {
			return status, nil
		}
		if attempt > b.cfg.Healthcheck.MaxAttempts {
			return status, nil
		}
		if err := pause(ctx, time.Duration(attempt)*time.Second); err != nil {
			return status, err
		}
	}
}

func (b *roleBoot) attemptsTime() time.Duration {
	n := time.Duration(b.cfg.Healthcheck.MaxAttempts)
	return n * (n + 1) / 2 * time.Second
}

// cutCord makes an old container unhealthy, so that Traefik leaves it, and
// waits until it has. A container without a cord needs none of that.
func (b *roleBoot) cutCord(ctx context.Context, old config.Version) error {
	if !b.app.UsesCord() {
		return nil
	}
	dir, err := b.askOptional(ctx, b.host, b.app.Cord(old))
	if err != nil || dir == "" {
		return err
	}
	if err := b.send(ctx, b.host, b.app.CutCord(dir)); err != nil {
		return err
	}
	if _, err := b.awaitStatus(ctx, old, "unhealthy"); err != nil {
		return err
	}
	return b.wait(ctx, traefikDelay)
}

// traefikOn runs Traefik; see traefikParts.
func (p proxies) traefikOn(ctx context.Context, h config.Host, run commands.Cmd) error {
	parts, err := p.traefikParts(ctx, h, run)
	if err != nil {
		return err
	}
	return p.together(ctx, h, parts...)
}

// traefikParts run Traefik after a login and with its env file.
func (p proxies) traefikParts(ctx context.Context, h config.Host, run commands.Cmd) ([]part, error) {
	login, err := p.registry.loginPart(ctx, h, p.cfg.Registry)
	if err != nil {
		return nil, err
	}
	env, err := p.files.envPart(ctx, layout.TraefikEnvFile(p.cfg), p.cfg.Traefik.Env)
	return []part{login, env, {cmd: run}}, err
}

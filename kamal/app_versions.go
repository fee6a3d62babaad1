package kamal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// AppVersion is a version of the app of which there are containers.
type AppVersion struct {
	Version config.Version
	// Running reports whether it is the one that runs on the primary host.
	Running bool
	// Complete reports whether every role has a container of it on every host, so
	// that it can be rolled back to.
	Complete bool
	// Unproven reports that a boot of it never got through on all hosts, by the
	// primary host's audit log. Without a log it is not known, and false.
	Unproven bool
	// Created is when docker made the container on the primary host, as docker says it.
	Created string
}

// Versions lists the versions of which the primary host has containers,
// newest first.
func (a App) Versions(ctx context.Context) ([]AppVersion, error) {
	containers, err := a.versionsByPlace(ctx, nil)
	if err != nil || a.spec.primaryRole == nil {
		return nil, err
	}
	return a.versionsOf(ctx, containers)
}

func (a App) versionsOf(ctx context.Context, containers map[place][]listed) ([]AppVersion, error) {
	primary := place{a.spec.primaryHost, a.spec.primaryRole}
	running, booted, err := a.runningAndBooted(ctx, primary)
	if err != nil {
		return nil, err
	}
	var versions []AppVersion
	for _, c := range containers[primary] {
		current := c.name == running.Name
		if i := slices.IndexFunc(versions, func(v AppVersion) bool { return v.Version == c.version }); i >= 0 {
			versions[i].Running = versions[i].Running || current
			continue
		}
		versions = append(versions, AppVersion{
			Version: c.version, Running: current, Created: c.created,
			Complete: complete(containers, c.version),
			Unproven: len(booted) > 0 && !slices.Contains(booted, c.version),
		})
	}
	return versions, nil
}

// runningAndBooted gives the container that counts as running, and the versions that
// a boot once got through with on all hosts.
func (a App) runningAndBooted(ctx context.Context, p place) (running hostcmd.Container, booted []config.Version, err error) {
	audit := hostcmd.Audit{Config: a.cfg}
	err = a.together(ctx, p.host,
		part{cmd: a.appCommands(p.host, p.role).RunningState(), ask: func(out string) error {
			running = hostcmd.ParseStates(out)[p.role.Name].Running
			return nil
		}},
		part{cmd: audit.Booted(), ask: func(out string) error {
			booted = audit.ParseBooted(out)
			return nil
		}})
	return running, booted, err
}

// listed is a container of a role, in any state. One that made room for another
// of its version still counts: a boot that was cut short may have left no other.
type listed struct {
	name, created string
	version       config.Version
}

// versionsByPlace lists the containers of every role on every host, newest first. Parts
// that come before go to a host once, if there are any.
func (a App) versionsByPlace(ctx context.Context, before partsFunc) (map[place][]listed, error) {
	places := a.places()
	lists := make(map[place][]listed, len(places))
	answers, err := a.roleResults(ctx, func(ctx context.Context, p place) (text string, err error) {
		var parts []part
		if p.role == a.spec.RolesOn(p.host)[0] {
			parts = before.on(ctx, p.host)
		}
		err = a.together(ctx, p.host, append(parts, part{cmd: a.appCommands(p.host, p.role).Versions(), ask: func(out string) error {
			text = out
			return nil
		}})...)
		return text, err
	})
	for i, p := range places {
		lists[p] = nil
		for line := range strings.Lines(answers[i].Text) {
			name, created, _ := strings.Cut(strings.TrimSpace(line), "\t")
			if v := bootedAs(a.appCommands(p.host, p.role).VersionOf(name)); v != "" {
				lists[p] = append(lists[p], listed{name, created, v})
			}
		}
	}
	return lists, err
}

func complete(containers map[place][]listed, v config.Version) bool {
	for _, list := range containers {
		if !slices.ContainsFunc(list, func(c listed) bool { return c.version == v }) {
			return false
		}
	}
	return true
}

// checkVersion checks that there are containers of the version on all hosts. They are
// asked together with that whether they have their own proxy, and what else of the app
// is there; what takes the lock goes with that, too.
func (a App) checkVersion(ctx context.Context, lock partsFunc) error {
	containers, err := a.versionsAndFleet(ctx, a.statesWith(ctx, lock, hookPreDeploy))
	if err != nil {
		return err
	}
	var missing []error
	for _, p := range a.places() {
		if !slices.ContainsFunc(containers[p], func(c listed) bool { return c.version == a.version }) {
			missing = append(missing, &HostError{p.host, fmt.Errorf("%s has no container of version %s: %w", p.role.Name, a.version, ErrNotOnHosts)})
		}
	}
	if len(a.places()) == 0 {
		return fmt.Errorf("version %s: %w", a.version, ErrNotOnHosts)
	}
	return errors.Join(missing...)
}

// earlierVersion finds the newest version before the current one that can be rolled
// back to, and checks what checkVersion does.
func (a App) earlierVersion(ctx context.Context) (config.Version, error) {
	containers, err := a.versionsAndFleet(ctx, nil)
	if err != nil {
		return "", err
	}
	if a.spec.primaryRole == nil {
		return "", fmt.Errorf("rolling back: %w", ErrNotOnHosts)
	}
	versions, err := a.versionsOf(ctx, containers)
	if err != nil {
		return "", err
	}
	current := slices.IndexFunc(versions, func(v AppVersion) bool { return v.Running })
	for _, v := range versions[current+1:] {
		if v.Complete && !v.Unproven && v.Version != layout.LatestTag(a.cfg) {
			a.note(ctx, "going back to version %s", v.Version)
			return v.Version, nil
		}
	}
	return "", fmt.Errorf("%w: none that was well before the current one has a container for every role on every host", ErrNotOnHosts)
}

// versionsAndFleet is versionsByPlace with a check of the proxies.
func (a App) versionsAndFleet(ctx context.Context, also partsFunc) (map[place][]listed, error) {
	fleet := a.checks.newFleetCheck()
	containers, err := a.versionsByPlace(ctx, func(ctx context.Context, h config.Host) []part {
		return append([]part{fleet.part(h)}, also.on(ctx, h)...)
	})
	return containers, fleet.verdict(err)
}

package project

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/rehearsal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// comparison collects the changes of one host after the other.
type comparison struct {
	cfg  *config.Config
	plan *Plan
	// hosts are in the order in which they are told.
	hosts []config.Host
}

// host adds what changes on a host.
func (c *comparison) host(h config.Host, before, after rehearsal.State) {
	if after.Docker && !before.Docker {
		c.add(h, Change{Subject: "docker", Kind: Installed})
	}
	for _, r := range c.cfg.Roles {
		c.role(h, r, before, after)
	}
	for _, a := range c.cfg.Accessories {
		c.container(h, a.Name, a.ContainerName, before, after)
	}
	for _, name := range proxyNames {
		c.container(h, name, name, before, after)
	}
	c.strays(h, before, after)
	for _, image := range after.Images {
		if !slices.Contains(before.Images, image) && !isLatest(image) {
			c.add(h, Change{Subject: imageSubject, Kind: Pulled, After: image})
		}
	}
	for _, image := range before.Images {
		if !slices.Contains(after.Images, image) && !isLatest(image) {
			c.add(h, Change{Subject: imageSubject, Kind: Removed, Before: image})
		}
	}
}

// isLatest reports whether a name of an image goes from version to version.
func isLatest(image string) bool { return strings.Contains(image, ":latest") }

var proxyNames = []string{"kamal-proxy", "traefik"}

// The subjects of what has no name in the configuration.
const (
	imageSubject = "image"
	straySubject = "container"
)

// role adds what becomes of the containers of a role.
func (c *comparison) role(h config.Host, r *config.Role, before, after rehearsal.State) {
	ours := func(x kamaltest.Container) bool { return c.isOf(r, x) }
	old, now := running(before, ours), running(after, ours)
	service := r.ContainerPrefix
	settings := served(before.Services[service], after.Services[service])
	switch kind := kindOf(old, now, after); {
	case kind != "":
		c.app(h, r, kind, old, now, settings)
	case now != nil && len(settings) > 0:
		c.add(h, Change{Subject: r.Name, Kind: Proxied, Before: now.Name, After: now.Name, Settings: settings})
	}
	c.others(h, r.Name, ours, before, after, old, now)
}

// app adds what becomes of the container of a role that is the app.
func (c *comparison) app(h config.Host, r *config.Role, kind ChangeKind, old, now *kamaltest.Container, served []Setting) {
	change := Change{Subject: r.Name, Kind: kind}
	var from, to config.Version
	if old != nil {
		from, change.Before = versionOf(r, old.Name), old.Name
		c.plan.From = withVersion(c.plan.From, from)
	}
	if now != nil {
		to, change.After = versionOf(r, now.Name), now.Name
		c.plan.To = withVersion(c.plan.To, to)
	}
	if old != nil && now != nil {
		change.Settings = append(c.differences(*old, *now, from, to), served...)
	}
	c.plan.Hosts[r.Name] = append(c.plan.Hosts[r.Name], h)
	c.add(h, change)
}

// others adds what becomes of a role's containers but for those that are told of:
// of older ones, mostly.
func (c *comparison) others(h config.Host, role string, ours func(kamaltest.Container) bool, before, after rehearsal.State, told ...*kamaltest.Container) {
	for _, x := range before.Containers {
		if !ours(x) || slices.ContainsFunc(told, func(t *kamaltest.Container) bool { return t != nil && t.ID == x.ID }) {
			continue
		}
		if kind := kindOf(&x, withID(after, x.ID), after); kind != "" {
			c.add(h, Change{Subject: role, Kind: kind, Before: x.Name})
		}
	}
}

// container adds what becomes of a container that keeps its name.
func (c *comparison) container(h config.Host, subject, name string, before, after rehearsal.State) {
	named := func(x kamaltest.Container) bool { return x.Name == name }
	old, now := newest(before, named), newest(after, named)
	change := Change{Subject: subject, Kind: kindOf(old, now, after)}
	settings := served(before.Services[name], after.Services[name])
	if change.Kind == "" && len(settings) > 0 {
		change.Kind = Proxied
	}
	if change.Kind == "" {
		return
	}
	if old != nil && now != nil {
		change.Settings = append(image(*old, *now), c.differences(*old, *now, "", "")...)
		change.Settings = append(change.Settings, settings...)
	}
	c.add(h, change)
}

// counted are the digits at the end of what is run for a while.
var counted = regexp.MustCompile(`(-exec-.+)-[0-9a-f]{6}$`)

// strays adds what becomes of containers that the configuration does not have: of roles
// that were taken out of it, and of programs that are run apart.
func (c *comparison) strays(h config.Host, before, after rehearsal.State) {
	for _, x := range before.Containers {
		if kind := kindOf(&x, withID(after, x.ID), after); kind != "" && !c.has(x) {
			c.add(h, Change{Subject: straySubject, Kind: kind, Before: counted.ReplaceAllString(x.Name, "$1")})
		}
	}
	byName := func(a, b kamaltest.Container) int { return strings.Compare(a.Name, b.Name) }
	for _, x := range slices.SortedFunc(slices.Values(after.Containers), byName) {
		if withID(before, x.ID) == nil && !c.has(x) {
			c.add(h, Change{Subject: straySubject, Kind: Started, After: counted.ReplaceAllString(x.Name, "$1")})
		}
	}
}

// has reports whether the configuration has a container, in some version.
func (c *comparison) has(x kamaltest.Container) bool {
	return slices.Contains(proxyNames, x.Name) ||
		slices.ContainsFunc(c.cfg.Roles, func(r *config.Role) bool { return c.isOf(r, x) }) ||
		slices.ContainsFunc(c.cfg.Accessories, func(a *config.Accessory) bool { return a.ContainerName == x.Name })
}

// isOf reports whether a container is one of a role's.
func (c *comparison) isOf(r *config.Role, x kamaltest.Container) bool {
	return x.Labels["service"] == c.cfg.Service && x.Labels["destination"] == c.cfg.Destination && x.Labels["role"] == r.Name
}

// add adds a change on a host, to that of other hosts if it is the same.
func (c *comparison) add(h config.Host, change Change) {
	for i, have := range c.plan.Changes {
		have.Hosts = nil
		if reflect.DeepEqual(have, change) {
			c.plan.Changes[i].Hosts = append(c.plan.Changes[i].Hosts, h)
			return
		}
	}
	change.Hosts = []config.Host{h}
	c.plan.Changes = append(c.plan.Changes, change)
}

// rank orders changes by their subject, the primary role first.
func (c *comparison) rank(change Change) int {
	order := []string{c.cfg.PrimaryRoleName}
	for _, r := range c.cfg.Roles {
		order = append(order, r.Name)
	}
	for _, a := range c.cfg.Accessories {
		order = append(order, a.Name)
	}
	return slices.Index(append(append(order, proxyNames...), straySubject, imageSubject), change.Subject)
}

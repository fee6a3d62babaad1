package project

import (
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/rehearsal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// running is the newest container that runs, and is one of some.
func running(s rehearsal.State, is func(kamaltest.Container) bool) *kamaltest.Container {
	return newest(s, func(x kamaltest.Container) bool { return runs(&x) && is(x) })
}

// newest is the newest container that is one of some.
func newest(s rehearsal.State, is func(kamaltest.Container) bool) *kamaltest.Container {
	for _, x := range slices.Backward(s.Containers) {
		if is(x) {
			return &x
		}
	}
	return nil
}

func withID(s rehearsal.State, id string) *kamaltest.Container {
	return newest(s, func(x kamaltest.Container) bool { return x.ID == id })
}

// runs reports whether docker keeps a container running.
func runs(x *kamaltest.Container) bool { return x.State == "running" || x.State == "restarting" }

// kindOf is what happened between two states; empty for nothing.
func kindOf(old, now *kamaltest.Container, after rehearsal.State) ChangeKind {
	switch {
	case old == nil && now == nil:
		return ""
	case old == nil:
		return Started
	case now == nil && withID(after, old.ID) == nil:
		return Removed
	case now == nil || runs(old) && !runs(now):
		return Stopped
	case old.ID != now.ID:
		return Replaced
	case !runs(old) && runs(now):
		return Started
	case old.Starts != now.Starts:
		return Restarted
	}
	return ""
}

// versionOf is the version in the name of a role's container.
func versionOf(r *config.Role, name string) config.Version {
	v, _, _ := strings.Cut(strings.TrimPrefix(name, r.ContainerPrefix+"-"), "_replaced_")
	return config.Version(v)
}

func withVersion(all []config.Version, v config.Version) []config.Version {
	if slices.Contains(all, v) {
		return all
	}
	return append(all, v)
}

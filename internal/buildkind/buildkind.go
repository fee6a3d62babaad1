// Package buildkind says how the image gets built, which follows from the section builder
// and from the machine that builds.
package buildkind

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// Kind is how the image gets built.
type Kind string

// The kinds of builders.
const (
	Hybrid Kind = "hybrid"
	Remote Kind = "remote"
	Pack   Kind = "pack"
	Cloud  Kind = "cloud"
	Local  Kind = "local"
)

// Of says how the image gets built on a machine of that architecture.
func Of(b config.Builder, machine string) Kind {
	local, remote := Split(b, machine)
	switch {
	case len(remote) > 0 && len(local) > 0:
		return Hybrid
	case len(remote) > 0:
		return Remote
	case b.PackBuilder != "":
		return Pack
	case strings.HasPrefix(b.Driver, "cloud"):
		return Cloud
	default:
		return Local
	}
}

// Elsewhere reports whether another machine takes part. Such builders push with that
// machine's login, and so need none here.
func (k Kind) Elsewhere() bool { return k == Remote || k == Hybrid }

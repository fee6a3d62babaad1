package commands

import (
	"strings"

	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/kamal/config"
)

// Builder builds the commands that make and push the app's image. They are for
// the machine that deploys, not for a host.
type Builder struct {
	Config *config.Config
	// Machine is that machine's architecture, as docker names images': amd64.
	Machine string
}

// dockerDriver builds in docker's own daemon, without a builder of ours.
const dockerDriver = "docker"

func (b Builder) kind() buildkind.Kind { return buildkind.Of(need(b.Config).Builder, b.Machine) }

// Name is the builder's name for docker, or empty when it needs none.
func (b Builder) Name() string {
	driver := need(b.Config).Builder.Driver
	switch b.kind() {
	case buildkind.Hybrid:
		return "kamal-hybrid-" + driver + "-" + b.suffix()
	case buildkind.Remote:
		return "kamal-remote-" + b.suffix()
	case buildkind.Cloud:
		return strings.NewReplacer(" ", "-", "/", "-").Replace(driver)
	case buildkind.Pack:
		return ""
	}
	switch {
	case driver == dockerDriver:
		return ""
	case b.Config.Registry.Local():
		return "kamal-local-registry-" + driver
	default:
		return "kamal-local-" + driver
	}
}

// suffix is the remote's address in the characters that a builder's name may have.
func (b Builder) suffix() string {
	name := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '_', r == '-':
			return r
		}
		return '-'
	}, need(b.Config).Builder.Remote)
	if b.Config.Registry.Local() {
		return name + "-local-registry"
	}
	return name
}

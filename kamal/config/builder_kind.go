package config

import (
	"slices"
	"strings"
)

// Split says which architectures are built on this machine and which on the
// remote one. The argument is this machine's own architecture, as docker names
// images': amd64, arm64.
func (b Builder) Split(machine string) (local, remote []string) {
	for _, arch := range b.Arches {
		if b.buildsHere(arch, machine) {
			local = append(local, arch)
		} else {
			remote = append(remote, arch)
		}
	}
	return local, remote
}

func (b Builder) buildsHere(arch, machine string) bool {
	switch {
	case b.Remote == "":
		return true
	case !b.Local || slices.Contains(b.remoteArches, arch):
		return false
	default:
		return arch == machine || slices.Contains(b.localArches, arch)
	}
}

// Kind says how the image gets built on a machine of that architecture.
func (b Builder) Kind(machine string) BuilderKind {
	local, remote := b.Split(machine)
	switch {
	case len(remote) > 0 && len(local) > 0:
		return BuilderHybrid
	case len(remote) > 0:
		return BuilderRemote
	case b.Pack != nil:
		return BuilderPack
	case strings.HasPrefix(b.Driver, "cloud"):
		return BuilderCloud
	default:
		return BuilderLocal
	}
}

package config

import "github.com/kamal-go/kamal/internal/arch"

const (
	dockerDriver  = "docker"
	cacheRegistry = "registry"
	cacheGHA      = "gha"
)

// ArchesOn gives the architectures to build for. The argument is this machine's
// own one, as docker names images' (amd64, arm64) or as the kernel does.
func (b Builder) ArchesOn(machine string) []string {
	if len(b.Arches) == 0 {
		return []string{arch.Of(machine)}
	}
	return b.Arches
}

// Split says which architectures are built on this machine and which on the
// remote one. The argument is that of [Builder.ArchesOn].
func (b Builder) Split(machine string) (local, remote []string) {
	for _, name := range b.ArchesOn(machine) {
		if b.buildsHere(arch.Of(name), arch.Of(machine)) {
			local = append(local, name)
		} else {
			remote = append(remote, name)
		}
	}
	return local, remote
}

func (b Builder) buildsHere(name, machine string) bool {
	switch {
	case b.Remote == "":
		return true
	case !b.Local, name == arch.Of(b.remoteArch):
		return false
	default:
		return name == machine || name == arch.Of(b.localArch)
	}
}

// UsesClone reports whether the image is built from a clone of the git work tree.
func (b Builder) UsesClone() bool { return b.Context == "" }

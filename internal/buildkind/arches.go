package buildkind

import (
	"github.com/kamal-go/kamal/internal/arch"
	"github.com/kamal-go/kamal/kamal/config"
)

// Arches gives the architectures to build for. The machine is this one's architecture,
// as docker names images' (amd64, arm64) or as the kernel does.
func Arches(b config.Builder, machine string) []string {
	if len(b.Arches) == 0 {
		return []string{arch.Of(machine)}
	}
	return b.Arches
}

// Split says which architectures are built on this machine and which on the remote one.
// The machine is that of [Arches].
func Split(b config.Builder, machine string) (local, remote []string) {
	for _, name := range Arches(b, machine) {
		if here(b, arch.Of(name), arch.Of(machine)) {
			local = append(local, name)
		} else {
			remote = append(remote, name)
		}
	}
	return local, remote
}

func here(b config.Builder, name, machine string) bool {
	switch {
	case b.Remote == "":
		return true
	case !b.Local, name == arch.Of(b.RemoteArch):
		return false
	default:
		return name == machine || name == arch.Of(b.LocalArch)
	}
}

package config

const (
	dockerDriver  = "docker"
	cacheRegistry = "registry"
	cacheGHA      = "gha"
)

// dockerArch names an architecture as docker's images do.
func dockerArch(arch string) string {
	switch arch {
	case "x86_64":
		return "amd64"
	case "aarch64":
		return "arm64"
	}
	return arch
}

// ArchesOn gives the architectures to build for. The argument is this machine's
// own one, as docker names images' (amd64, arm64) or as the kernel does.
func (b Builder) ArchesOn(machine string) []string {
	if len(b.Arches) == 0 {
		return []string{dockerArch(machine)}
	}
	return b.Arches
}

// Split says which architectures are built on this machine and which on the
// remote one. The argument is that of [Builder.ArchesOn].
func (b Builder) Split(machine string) (local, remote []string) {
	for _, arch := range b.ArchesOn(machine) {
		if b.buildsHere(dockerArch(arch), dockerArch(machine)) {
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
	case !b.Local, arch == dockerArch(b.remoteArch):
		return false
	default:
		return arch == machine || arch == dockerArch(b.localArch)
	}
}

// UsesClone reports whether the image is built from a clone of the git work tree.
func (b Builder) UsesClone() bool { return b.Context == "" }

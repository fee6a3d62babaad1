// Package arch knows the names of processors' architectures. Kernels, docker's daemon and
// emulators have some of their own.
package arch

import "strings"

// images are the names that images have, by those that kernels have for the same.
var images = map[string]string{
	"x86_64": "amd64", "aarch64": "arm64", "ppc64le": "ppc64le", "s390x": "s390x", "riscv64": "riscv64", "loongarch64": "loong64",
}

// Of is an architecture as images name it, whoever gave the name; one that is not known
// stays as it is.
func Of(name string) string {
	switch image := images[name]; {
	case image != "":
		return image
	case strings.HasPrefix(name, "armv"):
		return "arm"
	case len(name) == 4 && strings.HasPrefix(name, "i") && strings.HasSuffix(name, "86"):
		return "386"
	}
	return name
}

// smaller is what a processor runs besides programs of its own: those of the one that it
// grew out of.
var smaller = map[string]string{"amd64": "386", "arm64": "arm"}

// IsKnown reports whether it is sure what a machine of an architecture runs.
func IsKnown(machine string) bool {
	for _, image := range images {
		if image == machine {
			return true
		}
	}
	return machine == "arm" || machine == "386"
}

// Runs reports whether a machine of an architecture runs programs of a platform, which is
// an architecture too or one with its variant, without an emulator.
func Runs(machine, platform string) bool {
	family := familyOf(platform)
	return family != "" && (family == machine || family == smaller[machine])
}

// Emulates reports whether an entry of binfmt_misc is for programs of a platform.
func Emulates(entry, platform string) bool {
	family := familyOf(platform)
	name, ok := strings.CutPrefix(entry, "qemu-")
	return ok && Of(name) == family || entry == "rosetta" && family == "amd64"
}

func familyOf(platform string) string {
	family, _, _ := strings.Cut(platform, "/")
	return Of(family)
}

package kamal

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// architectures finds the hosts that the image is not built for.
func (m *machines) architectures() []Finding {
	var needed []string
	var all []Finding
	for _, h := range m.spec.appHosts {
		it := m.seen[h]
		if name := processor(it.Name); name != "" && !slices.Contains(needed, name) {
			needed = append(needed, name)
		}
		if problem, sure := m.misfit(h, it); problem != "" {
			f := Finding{Check: "architecture", Hosts: []config.Host{h}, Problem: problem}
			if sure {
				f.Outcome = Failed
			}
			all = append(all, f)
		}
	}
	arch := strings.Join(needed, ", ")
	if len(needed) > 1 {
		arch = "[" + arch + "]"
	}
	for i := range all {
		all[i].Fix = "set builder/arch: " + arch
	}
	return folded(all)
}

// misfit says why the image can't run on a host's machine, and whether that is sure:
// there may be an emulator.
func (m *machines) misfit(h config.Host, it hostcmd.Machine) (problem string, sure bool) {
	built := m.built()
	machine := processor(it.Name)
	if machine == "" || len(built) == 0 || !slices.Contains(m.spec.appHosts, h) ||
		slices.ContainsFunc(built, func(arch string) bool { return runs(machine, arch) }) {
		return "", false
	}
	problem = fmt.Sprintf("the server is %s, and the image is built for %s", machine, strings.Join(built, ", "))
	emulated := func(arch string) bool {
		return slices.ContainsFunc(it.Emulators, func(entry string) bool { return emulates(entry, arch) })
	}
	switch {
	case slices.ContainsFunc(built, emulated):
		return problem + ", which it can only emulate", false
	case !it.EmulatorsKnown():
		return problem + ", which it can emulate at best", false
	}
	return problem, true
}

// built are the architectures that the image is built for, none where another machine
// decides.
func (eng *engine) built() []string {
	b := eng.cfg.Builder
	if len(b.Arches) == 0 && (b.Remote != "" || b.Pack != nil) {
		return nil
	}
	var arches []string
	for _, arch := range b.ArchesOn(runtime.GOARCH) {
		arches = append(arches, strings.TrimPrefix(arch, "linux/"))
	}
	return arches
}

// processor is the architecture of a machine as images name it; kernels, and
// emulators, have names of their own.
func processor(name string) string {
	switch {
	case name == "x86_64":
		return "amd64"
	case name == "aarch64":
		return "arm64"
	case strings.HasPrefix(name, "armv"):
		return "arm"
	case strings.HasPrefix(name, "i") && strings.HasSuffix(name, "86"):
		return "386"
	}
	return name
}

// runs reports whether a machine's processor runs programs of an architecture: its
// own, or the smaller one that it grew out of.
func runs(machine, arch string) bool {
	family, _, _ := strings.Cut(arch, "/")
	family = processor(family)
	return family == machine || family == map[string]string{"amd64": "386", "arm64": "arm"}[machine]
}

// emulates reports whether an entry of binfmt_misc is for an architecture.
func emulates(entry, arch string) bool {
	name, ok := strings.CutPrefix(entry, "qemu-")
	family, _, _ := strings.Cut(arch, "/")
	family = processor(family)
	return ok && processor(name) == family || entry == "rosetta" && family == "amd64"
}

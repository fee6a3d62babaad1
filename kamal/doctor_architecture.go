package kamal

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/arch"
	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// architectures finds the hosts that the image is not built for.
func (m *machines) architectures() []Finding {
	var needed []string
	var all []Finding
	for _, h := range m.spec.appHosts {
		it := m.seen[h]
		if name := arch.Of(it.Name); name != "" && !slices.Contains(needed, name) {
			needed = append(needed, name)
		}
		if problem, sure := m.misfit(h, it); problem != "" {
			f := Finding{Check: "architecture", Hosts: []config.Host{h}, Problem: problem}
			if sure {
				f.Fatal = true
			}
			all = append(all, f)
		}
	}
	right := strings.Join(needed, ", ")
	if len(needed) > 1 {
		right = "[" + right + "]"
	}
	for i := range all {
		all[i].Fix = "set builder/arch: " + right
	}
	return folded(all)
}

// misfit says why the image can't run on a host's machine, and whether that is sure:
// there may be an emulator.
func (m *machines) misfit(h config.Host, it hostcmd.Machine) (problem string, sure bool) {
	built := m.built()
	machine := arch.Of(it.Name)
	if machine == "" || len(built) == 0 || !slices.Contains(m.spec.appHosts, h) ||
		slices.ContainsFunc(built, func(platform string) bool { return arch.Runs(machine, platform) }) {
		return "", false
	}
	problem = fmt.Sprintf("the server is %s, and the image is built for %s", machine, strings.Join(built, ", "))
	emulated := func(platform string) bool {
		return slices.ContainsFunc(it.Emulators, func(entry string) bool { return arch.Emulates(entry, platform) })
	}
	switch {
	case slices.ContainsFunc(built, emulated):
		return problem + ", which it can only emulate", false
	case !it.EmulatorsKnown():
		return problem + ", which it can emulate at best", false
	}
	return problem, arch.IsKnown(machine)
}

// built are the architectures that the image is built for, none where another machine
// decides.
func (eng *engine) built() []string {
	b := eng.cfg.Builder
	if len(b.Arches) == 0 && (b.Remote != "" || b.PackBuilder != "") {
		return nil
	}
	var platforms []string
	for _, platform := range buildkind.Arches(b, runtime.GOARCH) {
		platforms = append(platforms, strings.TrimPrefix(platform, "linux/"))
	}
	return platforms
}

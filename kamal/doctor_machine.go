package kamal

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// clockTolerance is how far a host's clock may be from the one here: beyond it
// certificates, logs and locks get hard to trust.
const clockTolerance = 30 * time.Second

// examineMachine looks at a host's architecture and clock; it was asked between two
// moments.
func (d *Deployer) examineMachine(h config.Host, f hostcmd.Findings, asked, answered time.Time) []Finding {
	return append(d.examineArchitecture(h, f), examineClock(h, f, asked, answered)...)
}

func (d *Deployer) examineArchitecture(h config.Host, f hostcmd.Findings) []Finding {
	b := d.cfg.Builder
	if f.Machine == "" || len(b.Arches) == 0 && (b.Remote != "" || b.Pack != nil) || !slices.Contains(d.spec.appHosts, h) {
		return nil
	}
	machine := config.Builder{}.ArchesOn(f.Machine)[0]
	var built []string
	for _, arch := range b.ArchesOn(runtime.GOARCH) {
		built = append(built, strings.TrimPrefix(arch, "linux/"))
	}
	same := func(arch string) bool { return arch == machine || strings.HasPrefix(arch, machine+"/") }
	if slices.ContainsFunc(built, same) {
		return nil
	}
	found := Finding{
		Check: "architecture", Hosts: []config.Host{h}, Outcome: Failed,
		Problem: fmt.Sprintf("the server is %s, and the image is built for %s", machine, strings.Join(built, ", ")),
		Fix:     "set builder.arch: " + machine,
	}
	if slices.ContainsFunc(f.Emulated, func(name string) bool {
		return slices.ContainsFunc(built, func(a string) bool { return emulates(name, a) })
	}) {
		found.Outcome = Warned
		found.Problem += ", which it can only emulate"
	}
	return []Finding{found}
}

// emulates reports whether an entry of binfmt_misc is for an architecture.
func emulates(entry, arch string) bool {
	name, ok := strings.CutPrefix(entry, "qemu-")
	return ok && config.Builder{}.ArchesOn(name)[0] == arch || entry == "rosetta" && arch == "amd64"
}

func examineClock(h config.Host, f hostcmd.Findings, asked, answered time.Time) []Finding {
	if f.Clock.IsZero() {
		return nil
	}
	var off time.Duration
	var which string
	switch {
	case f.Clock.Before(asked.Add(-clockTolerance)):
		off, which = asked.Sub(f.Clock), "behind"
	case f.Clock.After(answered.Add(clockTolerance)):
		off, which = f.Clock.Sub(answered), "ahead of"
	default:
		return nil
	}
	return []Finding{{
		Check: "clock", Hosts: []config.Host{h},
		Problem: fmt.Sprintf("its clock is %s %s the one here", off.Round(time.Second), which),
		Fix:     "let it keep time: kamal server exec -h " + h.String() + " " + commands.Quote("timedatectl set-ntp true"),
	}}
}

// folded puts findings together that differ in their host alone.
func folded(findings []Finding) []Finding {
	var all []Finding
	for _, f := range findings {
		i := slices.IndexFunc(all, func(o Finding) bool {
			return o.Check == f.Check && o.Problem == f.Problem && o.Fix == f.Fix && o.Outcome == f.Outcome
		})
		if i < 0 || len(f.Hosts) == 0 {
			all = append(all, f)
			continue
		}
		all[i].Hosts = append(all[i].Hosts, f.Hosts...)
	}
	return all
}

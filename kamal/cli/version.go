package cli

import (
	"cmp"
	"runtime/debug"
)

type versionCmd struct{}

// release is the version of this program; the linker sets it, see the Makefile.
var release string

func (c *versionCmd) Run(p *Session) error {
	version := p.program.version()
	p.Answer(version, map[string]string{"version": version})
	return nil
}

// version is the program's own, else the release's, else that of the module that
// was built.
func (program Program) version() string {
	built := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		built = info.Main.Version
	}
	return cmp.Or(program.Version, release, built, "(devel)")
}

package cli

import (
	"cmp"
	"runtime/debug"

	"github.com/kamal-go/kamal/internal/screen"
)

type versionCmd struct{}

// release is the version of this program; the linker sets it, see the Makefile.
var release string

func (c *versionCmd) Run(s screen.Screen) error {
	s.Answer(screen.Answer{Of: "version", Text: programVersion()})
	return nil
}

// programVersion is the release's, else that of the module that was built.
func programVersion() string {
	built := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		built = info.Main.Version
	}
	return cmp.Or(release, built, "(devel)")
}

package hostcmd

import (
	"path"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/pathname"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Assets builds the commands that keep the assets of the old and the new
// version there for both, for one role on one host.
type Assets struct {
	Config *config.Config
	Role   *config.Role
	Host   config.Host
}

// Used reports whether the role has assets to bridge.
func (s Assets) Used() bool { return layout.UsesAssets(s.Role) }

// Extract copies the assets of a version out of its image.
func (s Assets) Extract(v config.Version) commands.Cmd {
	source, _, _ := strings.Cut(s.Role.AssetPath, ":")
	name := s.Role.ContainerPrefix + "-assets"
	makeFolders := Server{s.Config}.makeFolders(s.places()[0].Extracted(v), path.Dir(s.places()[0].Volume(v)))
	permit := commands.Command("chmod", "-R", "a+rX", s.places()[0].Extracted(v))
	from, to := name+":"+source+"/.", s.places()[0].Extracted(v)
	if s.Config.OnTraefik(s.Host) {
		stop := docker("stop", "-t", "1", name)
		return commands.And(makeFolders, stop.Quiet().Optional(),
			docker("run", "--name", name, "--detach", "--rm", s.Config.ImageAt(v), "sleep", "1000000"),
			docker("cp", "-L", from, to), permit, stop)
	}
	remove := docker("container", "rm", name)
	return commands.And(makeFolders, remove.Quiet().Optional(),
		docker("container", "create", "--name", name, s.Config.ImageAt(v)),
		docker("container", "cp", "-L", from, to), permit, remove)
}

// Bridge fills the volume of a version with its assets and, when an old version
// runs, gives each of the two the assets of the other. The old version's are
// looked for in the places of both kinds of hosts.
func (s Assets) Bridge(v, old config.Version) commands.Cmd {
	c := commands.Command("cp", "-rT", s.places()[0].Extracted(v), s.places()[0].Volume(v))
	if old == "" || old == v {
		return open(c)
	}
	for _, place := range s.places() {
		c = commands.And(c,
			bridge(s.places()[0].Extracted(v), place.Volume(old)),
			bridge(place.Extracted(old), s.places()[0].Volume(v)))
	}
	return open(c)
}

// bridge adds files to a folder that is there, and overwrites none.
func bridge(from, to string) commands.Cmd {
	return commands.And(commands.Command("test", "-d", from), commands.Command("test", "-d", to), commands.Command("cp", "-rnT", from, to).QuietErrors()).Optional()
}

// CleanUp removes the assets of all versions but one.
func (s Assets) CleanUp(keep config.Version) commands.Cmd {
	p := s.places()[0]
	if !appTree(s.Config).removable() || !pathname.Valid(p.Prefix) || keep.Check() != nil {
		return refuse(p.Root)
	}
	c := commands.Command("find", path.Join(p.Root, "extracted"), path.Join(p.Root, "volumes"),
		"-mindepth", "1", "-maxdepth", "1", "-name", p.Prefix+"-*", "!", "-name", p.Prefix+"-"+string(keep))
	for _, r := range s.Config.Roles {
		other := s
		other.Role = r
		if o := other.places()[0]; strings.HasPrefix(o.Prefix, p.Prefix+"-") {
			c = c.Arg("!", "-name", o.Prefix+"-*")
		}
	}
	return removeFound(c)
}

// places are the host's own and that of the other kind of hosts.
func (s Assets) places() []layout.Assets { return layout.AssetsOf(s.Config, s.Role, s.Host) }

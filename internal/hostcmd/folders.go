package hostcmd

import (
	"path"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// MakeRunDirectory makes the folder for everything that is kept on a host, and
// closes it: what is below may hold secrets, and files that a container has to
// read are open to everybody there. Containers don't need to pass it, for docker
// mounts what is below. A folder that several accounts of a host share, which
// lies outside of the login directory, stays open to its group.
func (s Server) MakeRunDirectory() commands.Cmd {
	dir := s.Config.RunDirectory
	if !path.IsAbs(dir) {
		return commands.And(commands.Command("mkdir", "-p", dir), permit("700", dir))
	}
	private := commands.Subshell(commands.And(commands.Command("umask", "077"), commands.Command("mkdir", "-p", dir)))
	return commands.And(commands.Command("mkdir", "-p", path.Dir(dir)), private, permit("o-rwx", dir))
}

// permit changes the mode of what may be another account's, which alone can.
func permit(mode string, files ...string) commands.Cmd {
	return commands.Command("chmod", "-f", mode).Arg(files...).Optional()
}

// makeFolders makes folders and those above them, the run directory closed.
func (s Server) makeFolders(dirs ...string) commands.Cmd {
	c, run := commands.Command("mkdir", "-p").Arg(dirs...), s.Config.RunDirectory
	switch {
	case !slices.ContainsFunc(dirs, func(dir string) bool { return within(run, dir) }):
		return c
	case path.IsAbs(run):
		return commands.And(s.MakeRunDirectory(), c)
	}
	return commands.And(c, permit("700", run))
}

// makeOpen makes a folder that containers read, and those above it from top on,
// so that every account can pass them, whatever the umask is and whoever made
// them before.
func (s Server) makeOpen(top, dir string) commands.Cmd {
	folders := []string{dir}
	for d := dir; d != top && d != "." && d != "/"; {
		d = path.Dir(d)
		folders = append(folders, d)
	}
	return commands.And(s.makeFolders(dir), permit("755", folders...))
}

func within(parent, dir string) bool {
	return dir == parent || strings.HasPrefix(dir, strings.TrimSuffix(parent, "/")+"/")
}

// MakeAppDirectory makes the app's folder, whose being there says that the app
// is installed.
func (s Server) MakeAppDirectory() commands.Cmd { return s.makeFolders(layout.AppDirectory(s.Config)) }

// makeDirectory makes a folder and those above it. Empty mode and owner leave
// what is there.
func (s Server) makeDirectory(dir, mode, owner string) commands.Cmd {
	c := open(commands.Command("mkdir", "-p", dir))
	if mode != "" {
		c = commands.And(c, commands.Command("chmod", mode, dir))
	}
	if owner != "" {
		c = commands.And(c, commands.Command("chown", owner, dir))
	}
	return c
}

// unpack extracts the tar archive that it reads from standard input into a
// folder, which is made.
func (s Server) unpack(dir string) commands.Cmd {
	return commands.And(s.makeFolders(dir), unpackOpen(dir))
}

// unpackOpen extracts an archive so that all can be read as it says.
func unpackOpen(dir string) commands.Cmd {
	return open(commands.Command("tar", "-x", "-o", "-f", "-", "-C", dir))
}

// open runs c so that what it makes is as open as it says: containers read it,
// and not all of them are root.
func open(c commands.Cmd) commands.Cmd {
	return commands.Subshell(commands.And(commands.Command("umask", "022"), c))
}

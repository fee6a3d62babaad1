package hostcmd

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Clone builds the commands for the copy of the project's last commit that
// images are built from. They are for the machine that deploys.
type Clone struct {
	Config *config.Config
	// Folder is the one of that machine in which a user's clones are.
	Folder string
}

// Parent is the folder that the clone is made in. It is this project's alone.
func (c Clone) Parent() string {
	sum := sha256.Sum256([]byte(c.Config.WorkDir))
	return filepath.Join(c.Folder, c.Config.Service+"-"+hex.EncodeToString(sum[:])[:13])
}

// Root is the clone's top folder.
func (c Clone) Root() string {
	return filepath.Join(c.Parent(), filepath.Base(c.Config.Git().Root))
}

// BuildDirectory is the folder to build in: that of the project in the clone.
func (c Clone) BuildDirectory() string {
	below, err := filepath.Rel(c.Config.Git().Root, c.Config.WorkDir)
	if err != nil || strings.HasPrefix(below, "..") {
		return c.Root()
	}
	return filepath.Join(c.Root(), below)
}

// Make makes the clone; Parent must be there.
func (c Clone) Make() commands.Cmd {
	return commands.Command("git", "-C", c.Parent(), "clone", c.Config.Git().Root, "--recurse-submodules")
}

// Update brings a clone that is there to the commit, in order; each must work.
func (c Clone) Update() []commands.Cmd {
	return []commands.Cmd{
		c.git("remote", "set-url", "origin", c.Config.Git().Root),
		c.git("fetch", "origin"),
		c.git("reset", "--hard", c.Config.Git().Commit),
		c.git("clean", "-fdx"),
		c.git("submodule", "update", "--init"),
		c.git("gc", "--auto", "--quiet"),
	}
}

// Status prints what differs from the commit: nothing, in a good clone.
func (c Clone) Status() commands.Cmd { return c.git("status", "--porcelain") }

// Head prints the commit that the clone is at.
func (c Clone) Head() commands.Cmd { return c.git("rev-parse", "HEAD") }

func (c Clone) git(args ...string) commands.Cmd {
	return commands.Command("git", "-C", c.Root()).Arg(args...)
}

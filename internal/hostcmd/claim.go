package hostcmd

import (
	"path"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Claim decides on a host between two that exclude each other: to stop the old
// container, for the proxy has turned to the new one, and to stop the new one, for it
// does not stay up. It is a folder: who makes it goes on, and nobody else can then.
type Claim struct {
	Config *config.Config
	// Role is whose boot it is, and ID that of the boot.
	Role, ID string
}

func (c Claim) folder() string {
	return path.Join(layout.AppDirectory(c.Config), "claim-"+c.Role+"-"+c.ID)
}

// Take takes the claim, and fails where another has it.
func (c Claim) Take() commands.Cmd {
	return commands.Command("mkdir", c.folder()).QuietErrors().For("deciding which container stays")
}

// Pass fails where another has the claim, and else leaves it as it is: who comes
// later has to ask the proxy.
func (c Claim) Pass() commands.Cmd { return commands.And(c.Take(), c.Return()) }

// Return gives the claim back.
func (c Claim) Return() commands.Cmd {
	return commands.Command("rmdir", c.folder()).For("deciding which container stays")
}

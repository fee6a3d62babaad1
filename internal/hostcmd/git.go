package hostcmd

import (
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Uncommitted prints the uncommitted changes of the project.
func Uncommitted(c *config.Config) commands.Cmd {
	cmd := commands.Command("git", "status", "--porcelain")
	cmd.Dir = c.WorkDir
	return cmd
}

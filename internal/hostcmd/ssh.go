package hostcmd

import (
	"cmp"
	"strconv"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// SSH builds the command line of the system's own ssh, for a person at a
// terminal.
type SSH struct {
	// SSH is how hosts are reached.
	SSH config.SSH
	// User and Port are what the user's ssh_config says for the host, for where
	// SSH is silent; without them it is root at port 22.
	User string
	Port int
}

// Interactive runs a command on a host, connected to this terminal. Secrets in
// the command are seen by other users of this machine: give it none. A command
// that does nothing is a login shell.
func (s SSH) Interactive(host config.Host, cmd commands.Cmd) commands.Cmd {
	c := s.proxy(s.files(commands.Command("ssh")))
	for _, key := range s.SSH.Keys {
		c = c.Arg("-i", key)
	}
	if s.SSH.KeysOnly {
		c = c.Arg("-o", "IdentitiesOnly=yes")
	}
	user := cmp.Or(s.SSH.User, s.User, "root")
	port := cmp.Or(s.SSH.Port, s.Port, 22)
	c = c.Arg("-t", user+"@"+string(host), "-p", strconv.Itoa(port))
	if cmd.IsZero() {
		return c
	}
	line := commands.Text(escape.LoginLine(cmd.Shell()))
	if cmd.String() != cmd.Shell() {
		line = commands.Secret(escape.LoginLine(cmd.Shell()))
	}
	return c.Word(line)
}

func (s SSH) files(c commands.Cmd) commands.Cmd {
	if s.SSH.ConfigFiles != nil && len(s.SSH.ConfigFiles) == 0 {
		return c.Arg("-F", "/dev/null")
	}
	for _, f := range s.SSH.ConfigFiles {
		c = c.Arg("-F", f)
	}
	return c
}

func (s SSH) proxy(c commands.Cmd) commands.Cmd {
	switch {
	case s.SSH.Proxy != "":
		return c.Arg("-J", s.SSH.Proxy)
	case s.SSH.ProxyCommand != "":
		return c.Arg("-o", "ProxyCommand="+s.SSH.ProxyCommand)
	default:
		return c
	}
}

package hostcmd

import (
	"encoding/json"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/rerun"
	"github.com/kamal-go/kamal/kamal/commands"
)

// Old prints how the container that is there was run, for [ParseOldProxy].
func (p Proxy) Old() commands.Cmd {
	return docker("container", "inspect", "--format", rerun.Format, layout.ProxyContainer).QuietErrors().Optional()
}

// OldProxy is how a proxy was run, with the options of docker that a proxy may have.
// The zero value is one that is not known.
type OldProxy struct{ args []commands.Word }

// again runs the old proxy in place of the new one, and fails all the same.
func (o OldProxy) again() commands.Cmd {
	if o.args == nil {
		return commands.Command("false")
	}
	run := docker("run", "--name", layout.ProxyContainer, "--detach").Word(o.args...)
	return commands.And(removeProxy().Quiet().Optional(), run, printLine(swapRestored), commands.Command("false"))
}

// ParseOldProxy reads what [Proxy.Old] prints.
func ParseOldProxy(output string) OldProxy {
	var c rerun.Container
	if err := json.Unmarshal([]byte(output), &c); err != nil || c.Image == "" {
		return OldProxy{}
	}
	options, command := c.Args()
	var o OldProxy
	for i, word := range options {
		if i > 0 && options[i-1] == rerun.Env {
			o.args = append(o.args, commands.Secret(word))
		} else {
			o.args = append(o.args, commands.Text(word))
		}
	}
	o.args = append(o.args, commands.Text(c.Image))
	for _, word := range command {
		o.args = append(o.args, commands.Text(word))
	}
	return o
}

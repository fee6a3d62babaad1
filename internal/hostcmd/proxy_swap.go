package hostcmd

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// settleTime is how long a proxy that can't start needs to show it.
const settleTime = 500 * time.Millisecond

// swapRestored is printed when the old proxy runs again.
const swapRestored = "restored"

// Swap replaces the container: one that is there is asked to end, and has drain
// to finish its requests, 0 being all the time that docker gives. If the new one
// does not run, the old one is run again. Nothing else is done meanwhile, for
// nobody is served.
func (p Proxy) Swap(drain time.Duration, old OldProxy) commands.Cmd {
	restarting := filtered(docker("container", "ls", "--quiet"), layout.NameFilter(layout.ProxyContainer), "status=restarting")
	runs := commands.And(p.Run(), commands.Command("sleep", fraction(settleTime)), commands.Command("test", "-z").Word(commands.Substitute(restarting)))
	return commands.Or(commands.And(p.clear(drain), runs), old.again()).For("replacing the proxy")
}

// Restored reports whether the old proxy runs again, by what [Proxy.Swap] printed.
func Restored(output string) bool {
	return slices.Contains(strings.Fields(output), swapRestored)
}

// End asks the container to end, if there is one: it has some time to finish its
// requests, 0 being all that docker gives.
func (p Proxy) End(within time.Duration) commands.Cmd {
	if within == 0 {
		return p.Stop().Optional()
	}
	name := layout.ProxyContainer
	if p.Traefik {
		name = layout.TraefikContainer
	}
	kill := docker("container", "kill", name).QuietErrors() // it may have ended meanwhile
	return commands.Or(endWithin(p.Stop(), within), kill.Optional())
}

// endWithin fails when the container goes on. Status 1 of docker's stop itself says
// that there is none.
func endWithin(stop commands.Cmd, within time.Duration) commands.Cmd {
	ask := commands.Command("timeout", fraction(within)).Arg(stop.Args()...)
	return commands.Or(ask, commands.Command("test").Word(commands.Raw("$?")).Arg("=", "1"))
}

// clear ends the container within a time, and removes it; with force when it goes
// on.
func (p Proxy) clear(within time.Duration) commands.Cmd {
	if within == 0 {
		return commands.And(p.Stop().Optional(), p.RemoveContainer())
	}
	return commands.Or(commands.And(endWithin(p.Stop(), within), p.RemoveContainer()), removeProxy())
}

func removeProxy() commands.Cmd { return docker("container", "rm", "--force", layout.ProxyContainer) }

func fraction(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

package commands

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// settleTime is how long a proxy that can't start needs to show it.
const settleTime = 500 * time.Millisecond

// swapRestored is printed when the old proxy runs again.
const swapRestored = "restored"

// Pull pulls the image that [Proxy.Run] will use, unless the host has it.
func (p Proxy) Pull() Cmd {
	image := Substitute(p.imageOfFiles())
	if r := need(p.Config).ProxyRunFor(p.Host); r != nil {
		image = Text(r.Image())
	}
	return pullMissing(image).For("pulling the proxy's image")
}

func pullMissing(image Word) Cmd {
	return Or(docker("inspect", "--type", "image").Word(image).Quiet(), docker("pull").Word(image))
}

// Swap replaces the container: one that is there is asked to end, and has drain
// to finish its requests, 0 being all the time that docker gives. If the new one
// does not run, the old one is run again. Nothing else is done meanwhile, for
// nobody is served.
func (p Proxy) Swap(drain time.Duration, old OldProxy) Cmd {
	restarting := docker("container", "ls", "--quiet").filter(nameFilter(ProxyContainer)).filter("status=restarting")
	runs := And(p.Run(), Command("sleep", fraction(settleTime)), Command("test", "-z").Word(Substitute(restarting)))
	return Or(And(p.clear(drain), runs), old.again()).For("replacing the proxy")
}

// Restored reports whether the old proxy runs again, by what [Proxy.Swap] printed.
func Restored(output string) bool {
	return slices.Contains(strings.Fields(output), swapRestored)
}

// End asks the container to end, if there is one: it has some time to finish its
// requests, 0 being all that docker gives.
func (p Proxy) End(within time.Duration) Cmd { return endContainer(ProxyContainer, p.Stop(), within) }

func endContainer(name string, stop Cmd, within time.Duration) Cmd {
	if within == 0 {
		return stop.Optional()
	}
	kill := docker("container", "kill", name).QuietErrors() // it may have ended meanwhile
	return Or(endWithin(stop, within), kill.Optional())
}

// endWithin fails when the container goes on. Status 1 of docker's stop itself says
// that there is none.
func endWithin(stop Cmd, within time.Duration) Cmd {
	ask := Command("timeout", fraction(within)).Arg(stop.Args()...)
	return Or(ask, Command("test").Word(Raw("$?")).Arg("=", "1"))
}

// clear ends the container within a time, and removes it; with force when it goes
// on.
func (p Proxy) clear(within time.Duration) Cmd {
	if within == 0 {
		return And(p.Stop().Optional(), p.RemoveContainer())
	}
	return Or(And(endWithin(p.Stop(), within), p.RemoveContainer()), p.remove())
}

func (p Proxy) remove() Cmd { return docker("container", "rm", "--force", ProxyContainer) }

func fraction(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

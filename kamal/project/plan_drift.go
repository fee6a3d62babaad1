package project

import (
	"fmt"
	"slices"

	"github.com/kamal-go/kamal/internal/rehearsal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// drift adds the proxies and accessories that are not as the configuration has them, and
// that what is planned leaves so.
func (c *comparison) drift(is, should *rehearsal.Rehearsal) {
	if should == nil {
		return
	}
	for _, h := range c.hosts {
		_, after := is.Changed(h)
		_, wanted := should.Changed(h)
		for _, a := range c.cfg.Accessories {
			c.differs(h, a.Name, a.ContainerName, "kamal accessory %s "+a.Name, after, wanted)
		}
		c.differs(h, "kamal-proxy", "kamal-proxy", "kamal proxy %s", after, wanted)
		c.differs(h, "traefik", "traefik", "kamal traefik %s", after, wanted)
	}
}

// differs adds a container that is not as it should be. The command that mends it has a
// verb in it.
func (c *comparison) differs(h config.Host, subject, name, command string, after, wanted rehearsal.State) {
	named := func(x kamaltest.Container) bool { return x.Name == name }
	have, want := newest(after, named), running(wanted, named)
	told := func(o Change) bool { return o.Subject == subject && slices.Contains(o.Hosts, h) }
	if want == nil || slices.ContainsFunc(c.plan.Changes, told) {
		return
	}
	change := Change{Subject: subject, Kind: Differs}
	switch {
	case have == nil:
		change.Advice = fmt.Sprintf(command, "boot")
	case !runs(have):
		change.Before, change.Advice = have.Name, fmt.Sprintf(command, "start")
	default:
		change.Before, change.Advice = have.Name, fmt.Sprintf(command, "reboot")
		change.Settings = append(image(*have, *want), c.differences(*have, *want, "", "")...)
		if len(change.Settings) == 0 {
			return
		}
	}
	c.add(h, change)
}

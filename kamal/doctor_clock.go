package kamal

import (
	"fmt"
	"time"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/kamal/config"
)

// clockTolerance is how far a host's clock may be from the one here: beyond it
// certificates, logs and locks get hard to trust.
const clockTolerance = 30 * time.Second

// clocks finds the hosts whose clocks are off in one direction. Where that is all of
// several, it may be the one here that is wrong.
func (m *machines) clocks(which string, wrong func(time.Duration) bool) []Finding {
	hosts := filter(m.spec.hosts, func(h config.Host) bool { return wrong(m.off[h]) })
	if len(hosts) == 0 {
		return nil
	}
	var most time.Duration
	for _, h := range hosts {
		most = max(most, m.off[h].Abs())
	}
	keep := escape.Quote("timedatectl set-ntp true")
	f := Finding{
		Check: "clock", Hosts: hosts,
		Problem: fmt.Sprintf("the clock is %s %s the one here", most.Round(time.Second), which),
		Fix:     "let it keep time: kamal server exec" + there + " " + keep,
	}
	if len(hosts) > 1 && len(hosts) == len(m.spec.hosts) {
		f.Fix = "it is so everywhere, so it may be the clock here that is wrong: timedatectl set-ntp true"
	}
	return []Finding{f}
}

// clockOff is how far a clock is ahead of the one here, 0 where that is no trouble; it
// was read between two moments.
func clockOff(clock, asked, answered time.Time) time.Duration {
	switch {
	case clock.IsZero():
		return 0
	case clock.Before(asked.Add(-clockTolerance)):
		return clock.Sub(asked)
	case clock.After(answered.Add(clockTolerance)):
		return clock.Sub(answered)
	}
	return 0
}

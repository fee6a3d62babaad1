package kamal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// slowLogin is from when on a login is worth a word.
const slowLogin = 500 * time.Millisecond

// slowLogins tells how the login, which every run pays for, can be saved where it
// takes long.
func (d *Deployer) slowLogins(ctx context.Context) []Finding {
	var slow []string
	var slowest config.Host
	var most time.Duration
	for _, h := range d.spec.hosts {
		as, err := d.asWhom(ctx, h)
		if err != nil {
			continue // it shows when the host is asked
		}
		if as.Took >= slowLogin {
			slow = append(slow, string(h))
		}
		if as.Took > most {
			slowest, most = h, as.Took
		}
	}
	if len(slow) == 0 {
		return nil
	}
	return []Finding{{
		Check:   "logins",
		Problem: fmt.Sprintf("to log in to %s took %.1f s, and every run logs in anew", slowest, most.Seconds()),
		Fix: fmt.Sprintf("let ssh keep the connection: put \"ControlMaster auto\", \"ControlPath ~/.ssh/%%C\" and \"ControlPersist 10m\" into ~/.ssh/config under \"Host %s\", and before a run: %s",
			strings.Join(slow, " "), d.sshLine(ctx, slowest)+" true"),
	}}
}

// sshLine is what to type to log in to a host as kamal does.
func (d *Deployer) sshLine(ctx context.Context, h config.Host) string {
	as, err := d.asWhom(ctx, h)
	if err == nil && as.Line != "" {
		return as.Line
	}
	line := "ssh "
	if as.Port != 0 && as.Port != 22 {
		line += fmt.Sprintf("-p %d ", as.Port)
	}
	if as.User != "" {
		line += as.User + "@"
	}
	return line + string(h)
}

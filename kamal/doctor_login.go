package kamal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// loginTimer is a further power of an [Executor]: it knows how long a login takes.
type loginTimer interface {
	// LoginTook is how long it took to log in to a host, where a connection that the
	// user's ssh keeps would have saved that, and zero anywhere else.
	LoginTook(host string) time.Duration
}

// slowLogin is from when on a login is worth a word.
const slowLogin = 500 * time.Millisecond

// slowLogins tells how the login, which every run pays for, can be saved where it
// takes long.
func (d *Deployer) slowLogins(ctx context.Context) []Finding {
	x, ok := able[loginTimer](d.remote)
	if !ok {
		return nil
	}
	var slow []string
	var slowest config.Host
	var most time.Duration
	for _, h := range d.spec.hosts {
		took := x.LoginTook(h.String())
		if took >= slowLogin {
			slow = append(slow, h.String())
		}
		if took > most {
			slowest, most = h, took
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

// loginLiner is a further power of an [Executor]: it knows what to type to log in to
// a host as it does.
type loginLiner interface {
	// LoginLine is a line for a shell: user, port, jump host and key, and the host.
	LoginLine(ctx context.Context, host string) (string, error)
}

// sshLine is what to type to log in to a host as kamal does.
func (d *Deployer) sshLine(ctx context.Context, h config.Host) string {
	if x, ok := able[loginLiner](d.remote); ok {
		if line, err := x.LoginLine(ctx, h.String()); err == nil {
			return line
		}
	}
	line := "ssh "
	if x, ok := able[Accounts](d.remote); ok {
		if user, port, err := x.Account(ctx, h.String()); err == nil {
			if port != 22 {
				line += fmt.Sprintf("-p %d ", port)
			}
			line += user + "@"
		}
	}
	return line + h.String()
}

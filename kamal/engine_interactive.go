package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Accounts is a further power of an [Executor]: it knows as whom it logs in.
// Without it, an interactive command logs in as the configuration says, else as
// root on port 22.
type Accounts interface {
	// Account gives the user and the port for a host, without connecting.
	Account(ctx context.Context, host string) (user string, port int, err error)
}

// interactive gives the command line of the system's own ssh for a command on a
// host.
func (eng *engine) interactive(ctx context.Context, h config.Host, cmd commands.Cmd) (commands.Cmd, error) {
	ssh := hostcmd.SSH{SSH: eng.cfg.SSH}
	if x, ok := able[Accounts](eng.remote); ok {
		var err error
		if ssh.User, ssh.Port, err = x.Account(ctx, h.String()); err != nil {
			return commands.Cmd{}, fmt.Errorf("finding out how to log in to %s: %w", h, err)
		}
	}
	return ssh.Interactive(h, cmd), eng.connect(ctx)
}

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
	// Account gives what is known of the login to a host, without connecting.
	Account(ctx context.Context, host string) (commands.Account, error)
}

// asWhom gives what the executor knows of the login to a host: nothing, if it has
// not the power to.
func (eng *engine) asWhom(ctx context.Context, h config.Host) (commands.Account, error) {
	if x, ok := able[Accounts](eng.remote); ok {
		return x.Account(ctx, string(h))
	}
	return commands.Account{}, nil
}

// interactive gives the command line of the system's own ssh for a command on a
// host.
func (eng *engine) interactive(ctx context.Context, h config.Host, cmd commands.Cmd) (commands.Cmd, error) {
	as, err := eng.asWhom(ctx, h)
	if err != nil {
		return commands.Cmd{}, fmt.Errorf("finding out how to log in to %s: %w", h, err)
	}
	ssh := hostcmd.SSH{SSH: eng.cfg.SSH, User: as.User, Port: as.Port}
	return ssh.Interactive(h, cmd), eng.connect(ctx)
}

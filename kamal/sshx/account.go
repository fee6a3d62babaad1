package sshx

import (
	"context"

	"github.com/kamal-go/kamal/kamal/commands"
)

// Account tells as whom and how the executor logs in to a host, after ssh_config and
// the defaults have filled in what the options leave open. It makes no connection.
func (e *Executor) Account(ctx context.Context, host string) (commands.Account, error) {
	t, err := e.target(ctx, host)
	if err != nil {
		return commands.Account{}, err
	}
	a := commands.Account{User: t.user, Port: t.port, Line: e.loginLine(t), ForwardsAgent: e.forwardedAgent(t) != ""}
	if c := e.pool.made("host " + host); c != nil && e.mayShare(c.target) {
		a.Took = c.took
	}
	return a, nil
}

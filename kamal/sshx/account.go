package sshx

import "context"

// Account gives the user that logs in to a host and the port, after ssh_config
// and the defaults have filled in what the options leave open. It makes no
// connection.
func (e *Executor) Account(ctx context.Context, host string) (user string, port int, err error) {
	t, err := e.target(ctx, host)
	if err != nil {
		return "", 0, err
	}
	return t.user, t.port, nil
}

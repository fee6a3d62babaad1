package kamal

import "context"

// Connector is a further power of an [Executor]: it keeps connections to hosts.
type Connector interface {
	// Connect begins to connect to hosts before they are sent anything, and does not
	// wait. What comes of it shows when a command is sent; when ctx ends, so does what
	// nobody waits for.
	Connect(ctx context.Context, hosts ...string)
	// Reconnect makes the next command on a host log in anew: what a login decides, such
	// as the groups of the user, counts then. Commands that run go on.
	Reconnect(host string)
}

// ahead begins to connect to all hosts of an operation whose first command is not
// for all of them, so that the others need not wait for a login after it.
func (eng *engine) ahead(ctx context.Context) error {
	if err := eng.connect(ctx); err != nil {
		return err
	}
	x, ok := able[Connector](eng.remote)
	if !ok {
		return nil
	}
	var hosts []string
	for _, h := range eng.spec.hosts {
		hosts = append(hosts, string(h))
	}
	x.Connect(ctx, hosts...)
	return nil
}

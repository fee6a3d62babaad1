// Package playground makes real servers on one Linux machine, for the demo
// and the end-to-end tests: each host has an address, an sshd and a Docker
// engine of its own, and there is a registry and an engine to build with.
//
// The usual lines:
//
//	p, err := playground.Up(ctx, playground.Options{Hosts: 2, Log: os.Stderr})
//	if err != nil {
//		return err
//	}
//	defer p.Down(context.WithoutCancel(ctx))
//	cmd := exec.CommandContext(ctx, "kamal", "setup")
//	cmd.Env = p.Environ()
//
// A host is a tree of processes in namespaces of its own: network, mounts,
// process numbers, host name. All hosts hang on one bridge, where this machine
// is 10.77.0.1 and the hosts are 10.77.0.11, .12 and so on. [Supported] says
// what is missing; otherwise [Up] installs what it needs, and says so first.
//
// Nothing stays behind: [Playground.Down] ends every process, and with them
// go the namespaces, mounts and packet filter rules. If the program is killed the
// kernel ends its hosts; the bridge and the files that are left then are
// cleared away by the next Up. There is one playground at a time on a machine, and
// an Up beside a living one fails with [ErrBusy].
//
// The folders app, proxy and traefik below hold the programs that the images are made of.
// All are test equipment: never use them on a server.
package playground

// Package kamal deploys containerised web apps to servers, with no downtime.
//
// It carries out what a configuration says: builds and pushes an image, pulls it
// on the hosts, starts a new container beside the old one, lets the proxy switch
// over once it is healthy, and stops the old one. The `kamal` command is a thin
// layer over it, and so can be a program of your own.
//
// # The usual program
//
//	p, err := project.Open(ctx, project.Options{Events: func(e kamal.Event) {
//		if s, ok := e.(kamal.StepStarted); ok {
//			fmt.Println(s.Words, s.Hosts)
//		}
//	}})
//	if err != nil {
//		return err
//	}
//	defer p.Close()
//	return p.Deploy(ctx, kamal.DeployOptions{})
//
// Package project reads the configuration, and puts SSH, secrets and log files together
// as that says. A program that does so itself ends with [New].
//
// # A command goes to a host
//
// Everything that happens is a command on a host, handed to an [Executor] of one
// method. SSH is one such value (package sshx), this machine another ([Local]),
// a recording for tests a third (package kamaltest). Nothing here knows which it
// has. What an operation does can therefore be read, word by word, in a test.
//
// # Operations
//
// A [Deployer] has a method for each command of the command line, with the same
// name: [Deployer.Deploy], [Deployer.Rollback], [App.Logs],
// [Accessory.Boot]. The zero value of their options is the command's
// default. [NewSpecifics] narrows them to some hosts and roles; the order of the
// hosts in it is the order of the work, the primary role's first, so that in a
// rolling deploy a bad version stops at the first.
//
// # The lock
//
// Operations that change hosts hold a lock on the primary host, the same that
// Kamal takes. It is released when they end, also by an error or an
// interruption. It tells who holds it, and the holder renews it all the time: one
// that has stopped for two minutes is taken over with a [Warning]. A lock that a
// person took is left alone. A held lock is a [LockedError] at once, unless
// [WithLockWait] says to wait.
//
// # Interruption
//
// When the context ends, commands that run are ended on their hosts, a new
// container that has not taken over is stopped, what ran before goes on serving,
// and the lock is released; none of it takes more than a minute, but for a
// container that the configuration gives longer to stop. Two things are waited
// for. While the proxy switches over, only its answer tells which container
// serves; and what replaces a proxy or an accessory is finished on the hosts where
// it has begun, for they would be left without either. Without a deadline in the
// context every command has one of its own.
//
// # Errors
//
// A step finishes on every host before the operation ends, and its errors are
// joined in the order of the hosts, each in a [HostError]: [HostErrors] gives them.
// What went wrong is in the chain: a [CommandError] with what the command said, an [UnhealthyError], a
// [HookError], a [BuildError], a [LockedError]. A deploy that failed half way is
// a [BootError], which knows the [State] of each role on each host. What can't be
// done at all wraps [ErrUsage], and then nothing was changed.
//
// # Events
//
// The package prints nothing. It tells all that happens to the callbacks of
// [WithEvents], in order and never two at once: see [Event]. Secrets that were looked up,
// or could be without running a command, are masked in all texts of events and
// errors.
//
// # Concurrency
//
// Hosts are worked on at the same time, without a limit; what limits connections
// is the executor. The methods of one Deployer are to be called one after the
// other. Several Deployers may work at once: their locks keep them apart where
// they work on the same service.
//
// # What it does not do
//
// It makes no servers, and keeps no state of its own: what runs is what the hosts
// say. It moves no data of accessories. It does not bring a failed deploy back by
// itself, unless the configuration says on_failure: rollback.
package kamal

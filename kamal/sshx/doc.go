// Package sshx runs commands on hosts over SSH.
//
// An [Executor] is made once, used for all hosts, and closed:
//
//	x := sshx.New(sshx.Options{})
//	defer x.Close()
//	err := x.Run(ctx, "app1", commands.Command("docker", "ps"))
//
// # Whatever plain ssh reaches
//
// The user's ssh_config counts, with Match (exec too, which runs the command
// here as ssh does), the agent, certificates, jump hosts, ProxyCommand and
// known_hosts. Values in [Options] win over it; where both are
// silent the login is root on port 22. A host may also be given as
// user@host:port. A host key that is not known yet is accepted and written
// down, as with StrictHostKeyChecking accept-new; a changed key is refused.
//
// # One connection a host, one round trip a command
//
// The first command to a host connects, and concurrent ones wait for that same
// connection. A session is always opened ahead of need, and a command is sent
// without waiting for the answer that it was understood, so that it costs one
// round trip. A lost connection fails the commands that run on it with a
// [LostError]; the next command connects again.
//
// Where ssh_config names a ControlPath and the user's ssh keeps a connection there,
// commands go over that, without a login, as far as it is the one that would be
// made: see docs/ssh.md. Nothing is made there.
//
// # Cancelling
//
// When the context of a running command ends, the command and its children on
// the host are ended, first with TERM, then with KILL. To know whom to end, a
// command that can be cancelled is sent behind a short prefix that tells its
// process number on standard error; the prefix's output is taken out again.
//
// # Login shells
//
// sshd hands every line to the login shell of the user. Ours make it start sh and
// leave the command to that, so that it means the same where the login shell is
// fish, csh or tcsh.
//
// # Errors
//
// [ExitError]: the command ran and failed. [ConnectError]: no connection; it
// tells all that was tried. [LostError]: the connection broke. [HostKeyError]:
// the host's key is not the known one. Connect and lost errors are also
// [ErrUnreachable].
package sshx

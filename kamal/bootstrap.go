package kamal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// installLimit is how long installing docker may take.
const installLimit = 30 * time.Minute

// Reconnector is a further power of an [Executor]: the next command on a host logs
// in anew. What a login decides, such as the groups of the user, counts then.
// Commands that run go on.
type Reconnector interface {
	Reconnect(host string)
}

// ServerBootstrap makes the run directory on all hosts and makes docker usable:
// where it is missing it is installed, where its daemon does not run it is
// started, and where the user may not use it, they join its group. Hosts on which
// that can't be done are told of together, with what to type there. Then hook
// docker-setup runs. It holds the lock.
func (d *Deployer) ServerBootstrap(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context) error { return d.bootstrap(ctx) })
}

func (d *Deployer) bootstrap(ctx context.Context) error {
	err := d.onEach(ctx, "looking for docker", d.spec.Hosts, d.readyDocker)
	if err != nil {
		return err
	}
	return d.hook(ctx, HookDockerSetup, hookOptions{})
}

// readyDocker takes docker on a host from state to state until it answers. A
// state that comes back was not helped.
func (d *Deployer) readyDocker(ctx context.Context, h config.Host) error {
	helped, anew := map[commands.DockerState]bool{}, false
	for {
		state, said, err := d.dockerState(ctx, h)
		if err != nil || state == commands.DockerReady {
			return err
		}
		account, err := d.account(ctx, h)
		joined := state == commands.DockerRefused && account.Member && !anew // since this login began, maybe
		switch {
		case err != nil:
			return err
		case joined:
		case !account.MayBeRoot():
			return fmt.Errorf("%s, and %s", state, wayOut(account))
		case helped[state]:
			return fmt.Errorf("%s, after all that could be done about it: %s", state, said)
		default:
			if err := d.helpDocker(ctx, h, state); err != nil {
				return err
			}
			helped[state] = true
		}
		if state == commands.DockerRefused {
			d.reconnect(ctx, h)
			anew = true
		}
	}
}

func (d *Deployer) dockerState(ctx context.Context, h config.Host) (state commands.DockerState, said string, err error) {
	out, err := d.ask(ctx, h, commands.Server{Config: d.cfg}.DockerState())
	lines := strings.Split(out, "\n")
	return commands.ParseDockerState(out), lines[len(lines)-1], err
}

func (d *Deployer) account(ctx context.Context, h config.Host) (commands.Account, error) {
	out, err := d.ask(ctx, h, commands.Server{Config: d.cfg}.LookAtAccount())
	return commands.ParseAccount(out), err
}

// wayOut says why nothing can be done about docker by this account, and what to
// type.
func wayOut(a commands.Account) string {
	why, prefix := "sudo asks "+a.User+" for a password", "sudo "
	if a.Rights != "password" {
		why, prefix = a.User+" can't become root there", ""
	}
	var b strings.Builder
	b.WriteString(why + ". Log in there")
	if prefix == "" {
		b.WriteString(" as root")
	}
	b.WriteString(" and type:")
	for _, line := range a.Lines {
		b.WriteString("\n  " + prefix + strings.ReplaceAll(line, " && ", " && "+prefix))
	}
	return b.String()
}

// helpDocker does what helps against a state.
func (d *Deployer) helpDocker(ctx context.Context, h config.Host, state commands.DockerState) error {
	server := commands.Server{Config: d.cfg}
	help := map[commands.DockerState]struct {
		what string
		cmd  commands.Cmd
	}{
		commands.DockerMissing: {"installing docker", server.InstallDocker()},
		commands.DockerStopped: {"starting docker", server.StartDocker()},
		commands.DockerRefused: {"giving the user the use of docker", server.JoinDockerGroup()},
	}[state]
	d.emit(Note{Host: h, Text: state.String() + ": " + help.what})
	ctx, cancel := limited(ctx, installLimit)
	defer cancel()
	if _, err := d.do(ctx, call{host: h, cmd: help.cmd, live: true}); err != nil {
		return fmt.Errorf("%s: %w", help.what, err)
	}
	return nil
}

// reconnect makes the next command log in anew. An executor that can't do that has
// its session ended from inside.
func (d *Deployer) reconnect(ctx context.Context, h config.Host) {
	if r, ok := able[Reconnector](d.remote); ok {
		r.Reconnect(h.String())
		return
	}
	// The command ends its own session, so that it never has a status.
	_ = d.send(ctx, h, commands.Server{Config: d.cfg}.EndSession())
}

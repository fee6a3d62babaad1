package kamal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// installLimit is how long installing docker may take.
const installLimit = 30 * time.Minute

// Bootstrap makes the run directory on all hosts and makes docker usable:
// where it is missing it is installed, where its daemon does not run it is
// started, and where the user may not use it, they join its group. Hosts on which
// that can't be done are told of together, with what to type there. Then hook
// docker-setup runs. It holds the lock.
func (s Server) Bootstrap(ctx context.Context) error {
	return s.lock.hold(ctx, func(ctx context.Context) error { return s.bootstrap(ctx) })
}

func (s Server) bootstrap(ctx context.Context) error {
	err := s.onEach(ctx, stepFindDocker, s.spec.hosts, s.readyDocker)
	if err != nil {
		return err
	}
	return s.hook(ctx, hookDockerSetup, hookOptions{})
}

// readyDocker takes docker on a host from state to state until it answers. A
// state that comes back was not helped.
func (s Server) readyDocker(ctx context.Context, h config.Host) error {
	helped, anew := map[hostcmd.DockerState]bool{}, false
	for {
		state, said, err := s.dockerState(ctx, h)
		if err != nil || state == hostcmd.DockerReady {
			return err
		}
		account, err := s.account(ctx, h)
		joined := state == hostcmd.DockerRefused && account.Member && !anew // since this login began, maybe
		switch {
		case err != nil:
			return err
		case joined:
		case !account.MayBeRoot():
			return fmt.Errorf("%s, and %s", state, wayOut(account))
		case helped[state]:
			return fmt.Errorf("%s, after all that could be done about it: %s", state, said)
		default:
			if err := s.helpDocker(ctx, h, state); err != nil {
				return err
			}
			helped[state] = true
		}
		if state == hostcmd.DockerRefused {
			s.reconnect(ctx, h)
			anew = true
		}
	}
}

func (s Server) dockerState(ctx context.Context, h config.Host) (state hostcmd.DockerState, said string, err error) {
	out, err := s.ask(ctx, h, hostcmd.LookAtDocker())
	lines := strings.Split(out, "\n")
	return hostcmd.ParseDockerState(out), lines[len(lines)-1], err
}

func (s Server) account(ctx context.Context, h config.Host) (hostcmd.Account, error) {
	out, err := s.ask(ctx, h, hostcmd.LookAtAccount())
	return hostcmd.ParseAccount(out), err
}

// wayOut says why nothing can be done about docker by this account, and what to
// type.
func wayOut(a hostcmd.Account) string {
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
func (s Server) helpDocker(ctx context.Context, h config.Host, state hostcmd.DockerState) error {
	help := map[hostcmd.DockerState]struct {
		what string
		cmd  commands.Cmd
	}{
		hostcmd.DockerMissing: {"installing docker", hostcmd.InstallDocker()},
		hostcmd.DockerStopped: {"starting docker", hostcmd.StartDocker()},
		hostcmd.DockerRefused: {"giving the user the use of docker", hostcmd.JoinDockerGroup()},
	}[state]
	s.emit(ctx, h, Note{Text: state.String() + ": " + help.what})
	ctx, cancel := limited(ctx, installLimit)
	defer cancel()
	if _, err := s.do(ctx, call{host: h, cmd: help.cmd, live: true}); err != nil {
		return fmt.Errorf("%s: %w", help.what, err)
	}
	return nil
}

// reconnect makes the next command log in anew. An executor that can't do that has
// its session ended from inside.
func (s Server) reconnect(ctx context.Context, h config.Host) {
	if r, ok := able[Connector](s.remote); ok {
		r.Reconnect(string(h))
		return
	}
	// The command ends its own session, so that it never has a status.
	_ = s.send(ctx, h, hostcmd.EndSession())
}

package kamal

import (
	"context"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// installLimit is how long installing docker may take.
const installLimit = 30 * time.Minute

// ServerBootstrap makes the run directory on all hosts and installs docker
// where it is missing and can be installed. Hosts on which it can't are told of
// together. Then hook docker-setup runs. It holds the lock.
func (d *Deployer) ServerBootstrap(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context, d *Deployer) error { return d.bootstrap(ctx) })
}

func (d *Deployer) bootstrap(ctx context.Context) error {
	err := d.onEach(ctx, "looking for docker", d.spec.Hosts, d.installDocker)
	if err != nil {
		return err
	}
	return d.hook(ctx, HookDockerSetup, hookOptions{})
}

func (d *Deployer) installDocker(ctx context.Context, h config.Host) error {
	server := commands.Server{Config: d.cfg}
	if ok, err := d.succeeds(ctx, h, server.DockerInstalled()); ok || err != nil {
		return err
	}
	if ok, err := d.succeeds(ctx, h, server.CanInstallDocker()); !ok || err != nil {
		if err == nil {
			err = fmt.Errorf("docker is not installed, and can't be: log in as root or as a user with passwordless sudo, or install docker by hand")
		}
		return err
	}
	d.emit(Note{Host: h, Text: "docker is missing: installing it"})
	limited, cancel := limited(ctx, installLimit)
	defer cancel()
	if err := d.send(limited, h, server.InstallDocker()); err != nil {
		return fmt.Errorf("installing docker: %w", err)
	}
	return d.joinDockerGroup(ctx, h)
}

// joinDockerGroup lets the user use docker. The session must end for that to
// count; the next command gets a new one.
func (d *Deployer) joinDockerGroup(ctx context.Context, h config.Host) error {
	server := commands.Server{Config: d.cfg}
	if ok, err := d.succeeds(ctx, h, server.MayUseDocker()); ok || err != nil {
		return err
	}
	if err := d.send(ctx, h, server.JoinDockerGroup()); err != nil {
		return fmt.Errorf("giving the user the use of docker: %w", err)
	}
	// The command ends its own session, so that it never has a status.
	_ = d.send(ctx, h, server.EndSession())
	return nil
}

// succeeds reports whether a command ends with status 0. Only a host that can't
// be reached is an error.
func (d *Deployer) succeeds(ctx context.Context, h config.Host, cmd commands.Cmd) (bool, error) {
	_, err := d.do(ctx, call{host: h, cmd: cmd, optional: true})
	if exited(err) {
		return false, nil
	}
	return err == nil, err
}

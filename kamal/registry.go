package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// RegistryOptions say where a registry session is made or ended.
type RegistryOptions struct {
	// SkipLocal leaves this machine out, SkipRemote the hosts.
	SkipLocal, SkipRemote bool
}

// RegistrySetup makes the registry usable here and on the hosts: it starts a
// local registry, or logs in.
func (d *Deployer) RegistrySetup(ctx context.Context, o RegistryOptions) error {
	if err := d.checkSecrets(ctx, d.deliverySecrets(true)); err != nil {
		return err
	}
	if !o.SkipLocal {
		if err := d.checkLocalDocker(ctx); err != nil {
			return err
		}
		if err := d.readyRegistry(ctx); err != nil {
			return err
		}
	}
	if o.SkipRemote {
		return nil
	}
	return d.loginAll(ctx, d.spec.Hosts)
}

// RegistryLogin logs in to the registry, here and on the hosts. With a local
// registry there is nobody to log in to: that is an error.
func (d *Deployer) RegistryLogin(ctx context.Context, o RegistryOptions) error {
	if err := d.refuseLocalRegistry("log in to"); err != nil {
		return err
	}
	return d.RegistrySetup(ctx, o)
}

// RegistryLogout ends the sessions. With a local registry it is an error.
func (d *Deployer) RegistryLogout(ctx context.Context, o RegistryOptions) error {
	if err := d.refuseLocalRegistry("log out of"); err != nil {
		return err
	}
	return d.logoutAll(ctx, o)
}

// RegistryRemove ends the sessions, or removes the local registry with all its
// images.
func (d *Deployer) RegistryRemove(ctx context.Context, o RegistryOptions) error {
	if d.cfg.Registry.Local() {
		if o.SkipLocal {
			return nil
		}
		return d.try(ctx, here, commands.Registry{Registry: d.cfg.Registry}.RemoveLocal())
	}
	return d.logoutAll(ctx, o)
}

func (d *Deployer) logoutAll(ctx context.Context, o RegistryOptions) error {
	if !o.SkipLocal {
		if err := d.logout(ctx, here, d.cfg.Registry); err != nil {
			return err
		}
	}
	if o.SkipRemote {
		return nil
	}
	return d.onEach(ctx, "logging out of the registry", d.spec.Hosts, func(ctx context.Context, h config.Host) error {
		return d.logout(ctx, h, d.cfg.Registry)
	})
}

func (d *Deployer) refuseLocalRegistry(what string) error {
	if d.cfg.Registry.Local() {
		return fmt.Errorf("%w: there is nobody to %s at the local registry %q", ErrUsage, what, d.cfg.Registry.Server)
	}
	return nil
}

// readyRegistry starts a local registry, or logs this machine in.
func (d *Deployer) readyRegistry(ctx context.Context) error {
	if d.cfg.Registry.Local() {
		return d.send(ctx, here, commands.Registry{Registry: d.cfg.Registry}.StartLocal())
	}
	return d.login(ctx, here, d.cfg.Registry)
}

func (d *Deployer) loginAll(ctx context.Context, hosts []config.Host) error {
	if d.cfg.Registry.Local() {
		return nil
	}
	return d.onEach(ctx, "logging in to the registry", hosts, func(ctx context.Context, h config.Host) error {
		return d.login(ctx, h, d.cfg.Registry)
	})
}

// session is a place where docker keeps one login for each server.
type session struct {
	host   config.Host
	server string
}

// loggedIn reports whether this run has logged a host in with these credentials.
func (r *run) loggedIn(h config.Host, to config.Registry) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	as, ok := r.sessions[session{h, to.Server}]
	return ok && as == to
}

func (r *run) noteLogin(h config.Host, to config.Registry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sessions[session{h, to.Server}] = to
}

func (r *run) noteLogout(h config.Host, from config.Registry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sessions, session{h, from.Server})
}

// login logs a host in to a registry, unless the last login of this run was the
// same. At a local registry there is nobody to log in to.
func (d *Deployer) login(ctx context.Context, h config.Host, r config.Registry) error {
	if r.Local() || d.run.loggedIn(h, r) {
		return nil
	}
	user, err := d.cfg.Secrets.Resolve(ctx, r.Username)
	if err != nil {
		return err
	}
	password, err := d.cfg.Secrets.Resolve(ctx, r.Password)
	if err != nil {
		return err
	}
	if err := d.send(ctx, h, commands.Registry{Registry: r}.Login(user, password)); err != nil {
		return fmt.Errorf("logging in to registry %q: %w", r.Server, err)
	}
	d.run.noteLogin(h, r)
	return nil
}

func (d *Deployer) logout(ctx context.Context, h config.Host, r config.Registry) error {
	if r.Local() {
		return nil
	}
	d.run.noteLogout(h, r)
	return d.send(ctx, h, commands.Registry{Registry: r}.Logout())
}

package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// RegistryOptions say where a registry session is made or ended.
type RegistryOptions struct {
	// SkipLocal leaves this machine out, SkipRemote the hosts.
	SkipLocal, SkipRemote bool
}

// Setup makes the registry usable here and on the hosts: it starts a
// local registry, or logs in.
func (reg Registry) Setup(ctx context.Context, o RegistryOptions) error {
	if err := reg.made(); err != nil {
		return err
	}
	if err := reg.checkSecrets(ctx, reg.deliverySecrets(true)); err != nil {
		return err
	}
	if !o.SkipLocal {
		if err := reg.checkLocalDocker(ctx); err != nil {
			return err
		}
		if err := reg.ready(ctx); err != nil {
			return err
		}
	}
	if o.SkipRemote {
		return nil
	}
	return reg.loginAll(ctx, reg.spec.hosts)
}

// Login logs in to the registry, here and on the hosts. With a local
// registry there is nobody to log in to: that is an error.
func (reg Registry) Login(ctx context.Context, o RegistryOptions) error {
	if err := reg.refuseLocal("log in to"); err != nil {
		return err
	}
	return reg.Setup(ctx, o)
}

// Logout ends the sessions. With a local registry it is an error.
func (reg Registry) Logout(ctx context.Context, o RegistryOptions) error {
	if err := reg.refuseLocal("log out of"); err != nil {
		return err
	}
	return reg.logoutAll(ctx, o)
}

// Remove ends the sessions, or removes the local registry with all its
// images.
func (reg Registry) Remove(ctx context.Context, o RegistryOptions) error {
	if err := reg.made(); err != nil {
		return err
	}
	if reg.cfg.Registry.Local() {
		if o.SkipLocal {
			return nil
		}
		return reg.try(ctx, here, hostcmd.RemoveRegistry())
	}
	return reg.logoutAll(ctx, o)
}

func (reg Registry) logoutAll(ctx context.Context, o RegistryOptions) error {
	if !o.SkipLocal {
		if err := reg.logout(ctx, here, reg.cfg.Registry); err != nil {
			return err
		}
	}
	if o.SkipRemote {
		return nil
	}
	return reg.onEach(ctx, stepLogOut, reg.spec.hosts, func(ctx context.Context, h config.Host) error {
		return reg.logout(ctx, h, reg.cfg.Registry)
	})
}

func (reg Registry) refuseLocal(what string) error {
	if err := reg.made(); err != nil {
		return err
	}
	if reg.cfg.Registry.Local() {
		return fmt.Errorf("%w: there is nobody to %s at the local registry %q", ErrUsage, what, reg.cfg.Registry.Server)
	}
	return nil
}

// ready starts a local registry, or logs this machine in.
func (reg Registry) ready(ctx context.Context) error {
	if reg.cfg.Registry.Local() {
		return reg.send(ctx, here, hostcmd.StartRegistry(reg.cfg.Registry))
	}
	return reg.login(ctx, here, reg.cfg.Registry)
}

func (reg Registry) loginAll(ctx context.Context, hosts []config.Host) error {
	if reg.cfg.Registry.Local() {
		return nil
	}
	return reg.onEach(ctx, StepLogIn, hosts, func(ctx context.Context, h config.Host) error {
		return reg.login(ctx, h, reg.cfg.Registry)
	})
}

// login logs a host in to a registry; see loginPart.
func (reg Registry) login(ctx context.Context, h config.Host, r config.Registry) error {
	login, err := reg.loginPart(ctx, h, r)
	if err != nil {
		return err
	}
	return reg.together(ctx, h, login)
}

// loginPart logs a host in to a registry, unless the last login of this run was the
// same. At a local registry there is nobody to log in to.
func (reg Registry) loginPart(ctx context.Context, h config.Host, r config.Registry) (part, error) {
	if r.Local() || reg.run.loggedIn(h, r) {
		return part{}, nil
	}
	user, password, err := reg.credentials(ctx, r)
	return part{
		cmd: commands.Registry{Registry: r}.Login(user, password),
		ask: func(string) error {
			reg.run.noteLogin(h, r, false)
			return nil
		},
		failed: func(_ string, err error) error {
			return refused(r.Server, fmt.Errorf("logging in to registry %q: %w", r.Server, err))
		},
	}, err
}

func (reg Registry) credentials(ctx context.Context, r config.Registry) (user, password config.Secret, err error) {
	user, err = reg.cfg.Secrets.Resolve(ctx, r.Username)
	if err != nil {
		return user, password, err
	}
	password, err = reg.cfg.Secrets.Resolve(ctx, r.Password)
	return user, password, err
}

func (reg Registry) logout(ctx context.Context, h config.Host, r config.Registry) error {
	if r.Local() {
		return nil
	}
	reg.run.noteLogout(h, r)
	return reg.send(ctx, h, commands.Registry{Registry: r}.Logout())
}

package kamal

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// writeRoleEnv writes the env file of a role on a host, unless env files are
// pushed by hand.
func (f files) writeRoleEnv(ctx context.Context, h config.Host, r *config.Role) error {
	return f.writeEnv(ctx, h, r.EnvFile(), r.Env(h))
}

// writeAccessoryEnv writes the env file of an accessory on a host, unless env
// files are pushed by hand.
func (f files) writeAccessoryEnv(ctx context.Context, h config.Host, a *config.Accessory) error {
	return f.writeEnv(ctx, h, a.EnvFile(), a.Env)
}

func (f files) writeEnv(ctx context.Context, h config.Host, file string, env config.Env) error {
	if !f.writesEnv() {
		return nil
	}
	return f.pushEnv(ctx, h, file, env)
}

// pushEnv writes an env file. Its secrets are looked up first, so that a
// missing one leaves the file as it is.
func (f files) pushEnv(ctx context.Context, h config.Host, file string, env config.Env) error {
	text, err := f.envText(ctx, env)
	if err != nil {
		return err
	}
	return f.upload(ctx, h, file, text.Reveal(), commands.FileOptions{Parents: true})
}

// envText gives the text of an env file. What containers get differently from
// what is meant is warned of, once for each name.
func (f files) envText(ctx context.Context, env config.Env) (config.Secret, error) {
	var values []commands.EnvValue
	for _, s := range env.Secret {
		v, err := f.cfg.Secrets.Lookup(ctx, s.Source)
		if err != nil {
			return config.Secret{}, err
		}
		values = append(values, commands.EnvValue{Name: s.Name, Value: v})
	}
	text, warnings := commands.EnvFile(values)
	for _, w := range warnings {
		f.warnOnce(w)
	}
	return text, nil
}

// upload writes a file on a host.
func (f files) upload(ctx context.Context, h config.Host, file, text string, o commands.FileOptions) error {
	o.Size = len(text)
	cmd := commands.Server{Config: f.cfg}.WriteFile(file, o)
	cmd.Stdin = strings.NewReader(text)
	if err := f.send(ctx, h, cmd); err != nil {
		return fmt.Errorf("writing %q: %w", file, err)
	}
	return nil
}

// warnOnce warns, unless the same was said before.
func (eng *engine) warnOnce(text string) {
	if eng.run.first(text) {
		eng.warn("%s", text)
	}
}

package kamal

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// writeAccessoryEnv writes the env file of an accessory on a host, unless env
// files are pushed by hand.
func (f files) writeAccessoryEnv(ctx context.Context, h config.Host, a *config.Accessory) error {
	return f.writeEnv(ctx, h, layout.AccessoryEnvFile(f.cfg, a), a.Env)
}

func (f files) writeEnv(ctx context.Context, h config.Host, file string, env config.Env) error {
	write, err := f.envPart(ctx, file, env)
	if err != nil {
		return err
	}
	return f.together(ctx, h, write)
}

// envPart writes an env file, unless env files are pushed by hand.
func (f files) envPart(ctx context.Context, file string, env config.Env) (part, error) {
	if !f.writesEnv() {
		return part{}, nil
	}
	return f.pushPart(ctx, file, env)
}

// pushPart writes an env file. Its secrets are looked up first, so that a
// missing one leaves the file as it is.
func (f files) pushPart(ctx context.Context, file string, env config.Env) (part, error) {
	text, err := f.envText(ctx, env)
	if err != nil {
		return part{}, err
	}
	cmd := hostcmd.Server{Config: f.cfg}.WriteFile(file, hostcmd.FileOptions{Parents: true, Size: len(text.Reveal())})
	cmd.Stdin = strings.NewReader(text.Reveal())
	return part{cmd: cmd, failed: func(_ string, err error) error { return fmt.Errorf("writing %q: %w", file, err) }}, nil
}

// pushEnv is pushPart, alone.
func (f files) pushEnv(ctx context.Context, h config.Host, file string, env config.Env) error {
	push, err := f.pushPart(ctx, file, env)
	if err != nil {
		return err
	}
	return f.together(ctx, h, push)
}

// ensureEnv writes an env file where there is none yet.
func (f files) ensureEnv(ctx context.Context, h config.Host, file string, env config.Env) error {
	var missing []string
	if err := f.together(ctx, h, f.missingPart(&missing, file)); err != nil || len(missing) == 0 {
		return err
	}
	return f.pushEnv(ctx, h, file, env)
}

// missingPart finds out which env files are not there, unless they are pushed by hand.
func (f files) missingPart(missing *[]string, files ...string) part {
	if !f.writesEnv() {
		return part{}
	}
	return part{cmd: hostcmd.Server{Config: f.cfg}.MissingFiles(files...), ask: func(out string) error {
		*missing = strings.Fields(out)
		return nil
	}}
}

// therePart ends what is done on a host where an env file is missing, unless they are
// pushed by hand.
func (f files) therePart(missing *bool, file string) part {
	if !f.writesEnv() {
		return part{}
	}
	return part{cmd: hostcmd.Server{Config: f.cfg}.AllFiles(file), failed: func(out string, err error) error {
		if !exited(err) || out == "" {
			return err
		}
		*missing = true
		return errEnough
	}}
}

// envText gives the text of an env file. What containers get differently from
// what is meant is warned of, once for each name.
func (f files) envText(ctx context.Context, env config.Env) (config.Secret, error) {
	var values []hostcmd.EnvValue
	for _, s := range env.Secret {
		v, err := f.cfg.Secrets.Lookup(ctx, s.Value)
		if err != nil {
			return config.Secret{}, err
		}
		values = append(values, hostcmd.EnvValue{Name: s.Name, Value: v})
	}
	text, warnings := hostcmd.EnvFile(values)
	for _, w := range warnings {
		f.warnOnce(ctx, w)
	}
	return text, nil
}

// warnOnce warns, unless the same was said before.
func (eng *engine) warnOnce(ctx context.Context, text string) {
	if eng.run.first(text) {
		eng.warn(ctx, "%s", text)
	}
}

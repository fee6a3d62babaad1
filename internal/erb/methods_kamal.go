package erb

import (
	"context"
	"strings"
)

// Secrets are those of files whose names begin with one path, as Kamal::Secrets reads them.
type Secrets interface {
	// Lookup gives a secret, and whether there is one of that name; where there is none, err says where it was
	// looked for.
	Lookup(ctx context.Context, name string) (text string, found bool, err error)
	// Names are the names of all secrets.
	Names(ctx context.Context) ([]string, error)
}

// secretsReader is a Kamal::Secrets.
type secretsReader struct{ Secrets }

// kamalMethods are those of Kamal itself that templates ask.
func kamalMethods() map[string]methods {
	return map[string]methods{
		"Kamal::Utils.":   {"docker_arch": {0, 0, dockerArch}},
		"Kamal::Secrets.": {"new": {0, 0, newSecretsReader}},
		"Kamal::Secrets": {
			"[]":   {1, 1, secretsGet},
			"key?": {1, 1, func(c *call) value { v, found := c.secret(c.argText(0)); return found && !isBlank(v) }},
			"to_h": {0, 0, secretsHash},
		},
	}
}

// dockerArch is the architecture of the docker that is here, as Kamal calls it.
func dockerArch(c *call) value {
	arch := strings.TrimSpace(c.command("docker info --format '{{.Architecture}}'").(string))
	switch {
	case strings.Contains(arch, "aarch64"):
		arch = "arm64"
	case strings.Contains(arch, "x86_64"):
		arch = "amd64"
	}
	return c.text(arch)
}

func newSecretsReader(c *call) value {
	if c.opts.Secrets == nil {
		c.unsupported("Kamal::Secrets is not supported here", "read a variable with ENV.fetch")
	}
	destination, path := "", ".kamal/secrets"
	if c.named != nil {
		for _, key := range c.named.keys {
			v := plain(c.named.values[key])
			text, ok := v.(string)
			switch {
			case key == symbol("destination") && (ok || v == nil):
				destination = text
			case key == symbol("secrets_path") && ok:
				path = text
			default:
				c.unsupported("this argument of Kamal::Secrets.new is not supported", "use destination: and secrets_path:")
			}
		}
	}
	return &secretsReader{c.opts.Secrets(destination, path)}
}

// secret looks a secret up.
func (c *call) secret(name string) (text string, found bool) {
	text, found, err := c.self.(*secretsReader).Lookup(c.ctx, name)
	if ctxErr := c.ctx.Err(); ctxErr != nil {
		panic(&stopped{ctxErr})
	}
	if err != nil && (found || c.name != "key?") {
		c.raiseErr("Kamal::ConfigurationError", err)
	}
	return text, found
}

func secretsGet(c *call) value {
	text, _ := c.secret(c.argText(0))
	return c.text(text)
}

func secretsHash(c *call) value {
	names, err := c.self.(*secretsReader).Names(c.ctx)
	if err != nil {
		c.raiseErr("Kamal::ConfigurationError", err)
	}
	h := newHash()
	for _, name := range names {
		text, _ := c.secret(name)
		c.put(h, name, c.text(text))
	}
	return h
}

package sshx

import (
	"context"
	"errors"
	"fmt"

	"github.com/kamal-go/kamal/internal/environ"
	"github.com/kamal-go/kamal/kamal/config"
)

// FromConfig gives the options that reach hosts as a configuration says: user and
// port, jump hosts and ProxyCommand, keys and ssh_config files, and the limits of
// sshkit. Keys that are secrets are looked up, for which commands of the secrets
// files may run. What is not in a configuration stays zero: set Passphrase and
// Logger before [New] to be asked for passphrases and to hear what happens.
func FromConfig(ctx context.Context, cfg *config.Config) (Options, error) {
	if cfg == nil {
		return Options{}, errors.New("reaching hosts: there is no configuration")
	}
	o := Options{
		User: cfg.SSH.User, Port: cfg.SSH.Port,
		Proxy: cfg.SSH.Proxy, ProxyCommand: cfg.SSH.ProxyCommand,
		Keys: cfg.SSH.Keys, KeysOnly: cfg.SSH.KeysOnly, ConfigFiles: cfg.SSH.ConfigFiles,
		ForwardAgent:        cfg.SSH.ForwardAgent,
		MaxConcurrentStarts: cfg.SSHKit.MaxConcurrentStarts, DNSRetries: cfg.SSHKit.DNSRetries,
		Getenv: environ.Getenv(cfg.Environ),
	}
	if o.DNSRetries == 0 {
		o.DNSRetries = -1 // zero would be the default here
	}
	for _, c := range cfg.SSH.KeyData {
		key, err := cfg.Secrets.Resolve(ctx, c)
		if err != nil {
			return Options{}, fmt.Errorf("looking up the ssh key %q: %w", c.Secret, err)
		}
		o.KeyData = append(o.KeyData, key.Reveal())
	}
	return o, nil
}

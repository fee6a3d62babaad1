package cli

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// sshOptions says how the configuration wants hosts to be reached.
func (p *project) sshOptions(ctx context.Context, cfg *config.Config) (sshx.Options, error) {
	keys, err := keyData(ctx, cfg)
	if err != nil {
		return sshx.Options{}, err
	}
	o := sshx.Options{
		User: cfg.SSH.User, Port: cfg.SSH.Port,
		Proxy: cfg.SSH.Proxy, ProxyCommand: cfg.SSH.ProxyCommand,
		Keys: cfg.SSH.Keys, KeyData: keys, KeysOnly: cfg.SSH.KeysOnly,
		ForwardAgent:        cfg.SSH.ForwardAgent,
		MaxConcurrentStarts: cfg.SSHKit.MaxConcurrentStarts, DNSRetries: dnsRetries(cfg),
		Passphrase: p.passphrase, Logger: sshLogger(p.screen, cfg.SSH.LogLevel), Getenv: p.in.getenv,
	}
	switch cfg.SSH.ConfigMode {
	case config.SSHConfigNone:
		o.ConfigFiles = []string{}
	case config.SSHConfigFiles:
		o.ConfigFiles = cfg.SSH.ConfigFiles
	}
	return o, nil
}

func keyData(ctx context.Context, cfg *config.Config) ([]string, error) {
	var keys []string
	for _, c := range cfg.SSH.KeyData {
		key, err := cfg.Secrets.Resolve(ctx, c)
		if err != nil {
			return nil, fmt.Errorf("looking up the ssh key %q: %w", c.Secret, err)
		}
		keys = append(keys, key.Reveal())
	}
	return keys, nil
}

// dnsRetries turns no retries into what sshx calls so.
func dnsRetries(cfg *config.Config) int {
	if cfg.SSHKit.DNSRetries == 0 {
		return -1
	}
	return cfg.SSHKit.DNSRetries
}

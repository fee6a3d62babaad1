package sshx_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/sshx"
)

const minimal = `
service: shop
image: acme/shop
servers: [app1]
registry: {server: registry.example.com, username: me, password: secret}
builder: {arch: amd64}
`

func TestFromConfig(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       sshx.Options
	}{
		{"defaults", "", sshx.Options{DNSRetries: 3}},
		{
			"everything",
			"ssh: {user: app, port: 2222, proxy: jump@gate, keys: [a, b], keys_only: true, key_data: [KEY], config: [one, two], forward_agent: true}\n" +
				"sshkit: {max_concurrent_starts: 5, dns_retries: 7}\n",
			sshx.Options{
				User: "app", Port: 2222, Proxy: "jump@gate", Keys: []string{"a", "b"}, KeyData: []string{"PEM"}, KeysOnly: true,
				ConfigFiles: []string{"one", "two"}, ForwardAgent: true, MaxConcurrentStarts: 5, DNSRetries: 7,
			},
		},
		{
			"a command for the way, no ssh_config, no retries", "ssh: {proxy_command: nc %h %p, config: false}\nsshkit: {dns_retries: 0}\n",
			sshx.Options{ProxyCommand: "nc %h %p", ConfigFiles: []string{}, DNSRetries: -1},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := parse(t, c.text, "KEY=PEM", "SSH_AUTH_SOCK=/agent")
			got, err := sshx.FromConfig(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			if got.Getenv("SSH_AUTH_SOCK") != "/agent" {
				t.Error("the environment is not the configuration's")
			}
			got.Getenv = nil
			if diff := cmp.Diff(c.want, got, cmpopts.IgnoreFields(sshx.Options{}, "Passphrase")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFromConfig_KeyThatIsMissing(t *testing.T) {
	_, err := sshx.FromConfig(t.Context(), parse(t, "ssh: {key_data: [KEY]}\n"))
	if !errors.Is(err, config.ErrNoSecret) {
		t.Errorf("got %v", err)
	}
}

func parse(t *testing.T, text string, environ ...string) *config.Config {
	t.Helper()
	cfg, err := config.Parse(t.Context(), minimal+text, config.Options{Environ: environ, Version: "v1", NoRuby: true})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestFromConfig_OfNoneIsAnError(t *testing.T) {
	if _, err := sshx.FromConfig(t.Context(), nil); err == nil {
		t.Error("options of no configuration")
	}
	byHand := &config.Config{SSH: config.SSH{KeyData: []config.Credential{{Secret: "KEY"}}}}
	if _, err := sshx.FromConfig(t.Context(), byHand); err == nil {
		t.Error("a key that nobody looks up")
	}
}

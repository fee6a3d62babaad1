package playground

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Environ gives the environment for programs that deploy to the hosts: this
// program's, with a home folder that holds the key, known_hosts and git's settings, and with
// the engine to build with. No ssh agent is in it, and nothing that Kamal or git would heed.
func (p *Playground) Environ() []string {
	env := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains([]string{"SSH_AUTH_SOCK", "DOCKER_CONTEXT", "VERSION"}, name) ||
			strings.HasPrefix(name, "KAMAL_") || strings.HasPrefix(name, "GIT_")
	})
	return append(env,
		"HOME="+p.path("home"),
		"XDG_CONFIG_HOME="+p.path("home", ".config"),
		"XDG_CACHE_HOME="+p.path("home", ".cache"),
		"GIT_CONFIG_NOSYSTEM=1",
		"TMPDIR="+p.path("tmp"),
		"DOCKER_HOST="+p.engine(),
		"DOCKER_CONFIG="+p.path("home", ".docker"),
	)
}

// makeHome makes the home folder of those who deploy.
func (p *Playground) makeHome(ctx context.Context) error {
	ssh := p.path("home", ".ssh")
	for _, dir := range []string{ssh, p.path("home", ".docker", "cli-plugins"), p.path("tmp")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	p.KeyFile = filepath.Join(ssh, "id_ed25519")
	err := writeFiles(p.path("home"), map[string]string{
		".ssh/config": fmt.Sprintf("Host 10.77.0.*\n  User root\n  IdentityFile %s\n  IdentitiesOnly yes\n  UserKnownHostsFile %s\n",
			p.KeyFile, filepath.Join(ssh, "known_hosts")),
		".gitconfig": "[user]\n  name = Playground\n  email = playground@example.com\n" +
			"[init]\n  defaultBranch = main\n[safe]\n  directory = *\n",
	})
	if err != nil {
		return err
	}
	return newKey(ctx, p.KeyFile)
}

func (p *Playground) writeKnownHosts() error {
	var known strings.Builder
	for _, host := range p.Hosts {
		key, err := os.ReadFile(filepath.Join(host.dir, "host_key.pub"))
		if err != nil {
			return err
		}
		known.WriteString(host.Address + " " + string(key))
	}
	return writeFiles(p.path("home", ".ssh"), map[string]string{"known_hosts": known.String()})
}

package playground

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/crypto/bcrypt"
)

//go:embed workshop.sh
var workshopScript string

// The second registry has the images of the first, for those who know its password.
const (
	registryAddress        = ownAddress + ":5000"
	privateRegistryAddress = ownAddress + ":5001"
)

const registryConfig = `version: 0.1
log:
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: %s
  delete:
    enabled: true
http:
  addr: %s
`

const privateRegistryConfig = registryConfig + `auth:
  htpasswd:
    realm: private
    path: %s
`

// registryScript starts the registries whose data is in a folder.
const registryScript = `cd %s || exit
docker-registry serve private-registry.yml >>private-registry.log 2>&1 &
exec docker-registry serve registry.yml >>registry.log 2>&1
`

// engine is where the engine of the deploying machine listens. It is always one of the
// playground's own: another one doesn't accept its registry.
func (p *Playground) engine() string {
	return "unix://" + p.path("workshop", "docker.sock")
}

// startWorkshop starts the registry and an engine to build with. Its containers have a bridge of
// their own and no packet filter rules, so it changes nothing in this machine's network.
func (p *Playground) startWorkshop(ctx context.Context) error {
	dir := p.path("workshop")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	engine, err := engineConfig(map[string]any{
		"hosts":      []string{p.engine()},
		"data-root":  p.path("workshop", "docker"),
		"exec-root":  p.path("workshop", "run"),
		"pidfile":    p.path("workshop", "docker.pid"),
		"bridge":     buildBridge,
		"iptables":   false,
		"ip-forward": false,
	})
	if err != nil {
		return err
	}
	data := p.path("workshop", "registry")
	err = writeFiles(dir, map[string]string{
		"daemon.json":          engine,
		"registry.sh":          fmt.Sprintf(registryScript, dir),
		"registry.yml":         fmt.Sprintf(registryConfig, data, registryAddress),
		"private-registry.yml": fmt.Sprintf(privateRegistryConfig, data, privateRegistryAddress, p.path("workshop", "htpasswd")),
	})
	if err = errors.Join(err, p.SetRegistryPassword("nobody's")); err != nil {
		return err
	}
	if p.workshop, err = startTree(dir, workshopScript, false); err != nil {
		return fmt.Errorf("starting the build engine: %w", err)
	}
	return p.workshop.open()
}

func (p *Playground) waitForWorkshop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, hostTimeout)
	defer cancel()
	err := retry(ctx, func() error {
		var dialer net.Dialer
		for _, address := range []string{registryAddress, privateRegistryAddress} {
			connection, err := dialer.DialContext(ctx, "tcp", address)
			if err != nil {
				return err
			}
			_ = connection.Close()
		}
		return p.docker(ctx, "version")
	})
	if err != nil {
		return fmt.Errorf("%w: starting the build engine: %w\n%s", ErrUnsupported, err, logEnds(p.path("workshop")))
	}
	return nil
}

// SetRegistryPassword sets the password that the user deployer has at
// [Playground.PrivateRegistry] from now on.
func (p *Playground) SetRegistryPassword(password string) error {
	sum, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		return err
	}
	return writeFiles(p.path("workshop"), map[string]string{"htpasswd": fmt.Sprintf("deployer:%s\n", sum)})
}

func (p *Playground) docker(ctx context.Context, args ...string) error {
	return run(ctx, append([]string{"docker"}, args...), p.Environ()...)
}

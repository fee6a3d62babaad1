package playground

import (
	"context"
	_ "embed"
	"fmt"
	"net"
	"os"
)

//go:embed workshop.sh
var workshopScript string

const registryAddress = ownAddress + ":5000"

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

// registryScript starts the registry whose data is in a folder.
const registryScript = "cd %s && exec docker-registry serve registry.yml >>registry.log 2>&1\n"

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
	err = writeFiles(dir, map[string]string{
		"daemon.json":  engine,
		"registry.sh":  fmt.Sprintf(registryScript, dir),
		"registry.yml": fmt.Sprintf(registryConfig, p.path("workshop", "registry"), registryAddress),
	})
	if err != nil {
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
		connection, err := dialer.DialContext(ctx, "tcp", registryAddress)
		if err != nil {
			return err
		}
		_ = connection.Close()
		return p.docker(ctx, "version")
	})
	if err != nil {
		return fmt.Errorf("%w: starting the build engine: %w\n%s", ErrUnsupported, err, logEnds(p.path("workshop")))
	}
	return nil
}

func (p *Playground) docker(ctx context.Context, args ...string) error {
	return run(ctx, append([]string{"docker"}, args...), p.Environ()...)
}

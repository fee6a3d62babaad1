package playground

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const buildxVersion = "v0.38.2"

// installBuildx makes docker's build plugin usable from the home folder: Debian has
// no package of it, so it is built once and kept in the cache of whoever runs this.
func (p *Playground) installBuildx(ctx context.Context) error {
	if p.docker(ctx, "buildx", "version") == nil {
		return nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return fmt.Errorf("installing buildx: %w", err)
	}
	dir := filepath.Join(cache, "kamal-playground", "buildx-"+buildxVersion)
	plugin := filepath.Join(dir, "buildx")
	if _, err := os.Stat(plugin); errors.Is(err, fs.ErrNotExist) {
		p.sayf("building docker's plugin buildx %s (a few minutes, once)", buildxVersion)
		// Flags and a workspace of this module mean nothing to that one.
		err := run(ctx, []string{"go", "install", "github.com/docker/buildx/cmd/buildx@" + buildxVersion},
			"GOBIN="+dir, "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0")
		if err != nil {
			return fmt.Errorf("%w: installing buildx: %w", ErrUnsupported, err)
		}
	}
	if err := os.Symlink(plugin, p.path("home", ".docker", "cli-plugins", "docker-buildx")); err != nil {
		return err
	}
	return p.docker(ctx, "buildx", "version")
}

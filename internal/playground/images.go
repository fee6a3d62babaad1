package playground

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
)

const (
	programs = "github.com/kamal-go/kamal/internal/playground/"

	traefikImage = registryAddress + "/traefik:v2.10"

	traefikDockerfile = `FROM scratch
COPY traefik /traefik
LABEL org.opencontainers.image.title=Traefik
EXPOSE 80
ENTRYPOINT ["/traefik"]
`
)

// buildProgram builds one of the programs in the folders below, without any
// dependency on the system that it will run in.
func buildProgram(ctx context.Context, name, file string) error {
	return run(ctx, []string{"go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file, programs + name},
		"CGO_ENABLED=0", "GOOS=linux", "GOARCH="+runtime.GOARCH)
}

// PushTraefik puts a stand-in for Traefik into the registry, and gives its image's name.
func (p *Playground) PushTraefik(ctx context.Context) (image string, err error) {
	dir := p.path("traefik")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if err := writeFiles(dir, map[string]string{"Dockerfile": traefikDockerfile}); err != nil {
		return "", err
	}
	if err := buildProgram(ctx, "traefik", filepath.Join(dir, "traefik")); err != nil {
		return "", err
	}
	return traefikImage, p.pushImage(ctx, dir, traefikImage)
}

// pushImage builds the image of a folder and puts it into the registry.
func (p *Playground) pushImage(ctx context.Context, dir, image string) error {
	if err := p.waitForWorkshop(ctx); err != nil {
		return err
	}
	return p.docker(ctx, "buildx", "build", "--output=type=registry", "--tag", image, dir)
}

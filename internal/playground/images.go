package playground

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
)

// ProxyImageVariable names the environment variable with the image to use as
// the proxy: one that the build engine can pull. Without it the stand-in is built.
const ProxyImageVariable = "KAMAL_PROXY_IMAGE"

const (
	programs   = "github.com/kamal-go/kamal/internal/playground/"
	proxyImage = registryAddress + "/basecamp/kamal-proxy:v0.9.2"

	proxyDockerfile = `FROM scratch
COPY kamal-proxy /usr/bin/kamal-proxy
ENV PATH=/usr/bin
LABEL org.opencontainers.image.title=kamal-proxy
EXPOSE 80 443
CMD ["kamal-proxy", "run"]
`

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

// pushProxy puts the proxy's image into the registry, under its usual name.
func (p *Playground) pushProxy(ctx context.Context) error {
	if given := os.Getenv(ProxyImageVariable); given != "" {
		return p.copyProxy(ctx, given)
	}
	p.sayf("building a stand-in for kamal-proxy")
	return p.pushProgram(ctx, "proxy", "kamal-proxy", proxyDockerfile, proxyImage)
}

// PushTraefik puts a stand-in for Traefik into the registry, and gives its image's name.
func (p *Playground) PushTraefik(ctx context.Context) (image string, err error) {
	return traefikImage, p.pushProgram(ctx, "traefik", "traefik", traefikDockerfile, traefikImage)
}

// pushProgram puts an image of one of the programs in the folders below into the registry.
func (p *Playground) pushProgram(ctx context.Context, folder, program, dockerfile, image string) error {
	dir := p.path(folder)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := writeFiles(dir, map[string]string{"Dockerfile": dockerfile}); err != nil {
		return err
	}
	if err := buildProgram(ctx, folder, filepath.Join(dir, program)); err != nil {
		return err
	}
	if err := p.waitForWorkshop(ctx); err != nil {
		return err
	}
	return p.docker(ctx, "buildx", "build", "--output=type=registry", "--tag", image, dir)
}

func (p *Playground) copyProxy(ctx context.Context, image string) error {
	if err := p.waitForWorkshop(ctx); err != nil {
		return err
	}
	p.sayf("using %s as the proxy", image)
	for _, args := range [][]string{{"pull", image}, {"tag", image, proxyImage}, {"push", proxyImage}} {
		if err := p.docker(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

package playground

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// What to use as the proxy, by environment variables. With neither of them the stand-in is
// built.
const (
	// ProxyBinaryVariable names a file: a kamal-proxy for Linux that needs no library.
	ProxyBinaryVariable = "KAMAL_PROXY_BINARY"
	// ProxyImageVariable names an image: one of this machine's own engine, or one that can be
	// pulled.
	ProxyImageVariable = "KAMAL_PROXY_IMAGE"
)

const (
	proxyImage = registryAddress + "/basecamp/kamal-proxy:v0.9.2"

	// The account that the proxy runs as, and the folders that are its own, are those of the
	// image that people use: what it may not read there it may not read here.
	proxyDockerfile = `FROM scratch
COPY root /
COPY --chown=1001:1001 home /home
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LABEL org.opencontainers.image.title=kamal-proxy
EXPOSE 80 443
USER kamal-proxy:kamal-proxy
CMD ["kamal-proxy", "run"]
`
	proxyPasswd = "root:x:0:0:root:/root:/bin/bash\nkamal-proxy:x:1001:1001::/home/kamal-proxy:/bin/sh\n"
	proxyGroup  = "root:x:0:\nkamal-proxy:x:1001:\n"
)

// pushProxy puts the proxy's image into the registry, under its usual name.
func (p *Playground) pushProxy(ctx context.Context) error {
	if given := os.Getenv(ProxyImageVariable); given != "" {
		p.sayf("using %s as the proxy", given)
		return p.copyProxy(ctx, given)
	}
	if given := os.Getenv(ProxyBinaryVariable); given != "" {
		p.sayf("using %s as the proxy", given)
		return p.packProxy(ctx, func(file string) error { return copyFile(file, given) })
	}
	p.sayf("building a stand-in for kamal-proxy")
	return p.packProxy(ctx, func(file string) error { return buildProgram(ctx, "proxy", file) })
}

// packProxy makes an image around a program, which put puts into a file.
func (p *Playground) packProxy(ctx context.Context, put func(file string) error) error {
	dir := p.path("proxy")
	for folder, mode := range map[string]os.FileMode{
		"root/etc": 0o755, "root/usr/local/bin": 0o755, "root/tmp": 0o777 | os.ModeSticky,
		"home/kamal-proxy/.config/kamal-proxy": 0o755,
	} {
		if err := makeFolder(filepath.Join(dir, folder), mode); err != nil {
			return err
		}
	}
	program := filepath.Join(dir, "root/usr/local/bin/kamal-proxy")
	if err := put(program); err != nil {
		return fmt.Errorf("getting kamal-proxy: %w", err)
	}
	accounts := map[string]string{"root/etc/passwd": proxyPasswd, "root/etc/group": proxyGroup, "Dockerfile": proxyDockerfile}
	if err := writeFiles(dir, accounts); err != nil {
		return err
	}
	for name, mode := range map[string]os.FileMode{"root/etc/passwd": 0o644, "root/etc/group": 0o644, "root/usr/local/bin/kamal-proxy": 0o755} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			return err
		}
	}
	return p.pushImage(ctx, dir, proxyImage)
}

// makeFolder makes a folder with exactly this mode, whatever the umask.
func makeFolder(dir string, mode os.FileMode) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.Chmod(dir, mode)
}

// copyProxy puts an image into the registry: that of the machine's own engine if it has it,
// else the one that the build engine can pull.
func (p *Playground) copyProxy(ctx context.Context, image string) error {
	if err := p.waitForWorkshop(ctx); err != nil {
		return err
	}
	get := func() error { return p.docker(ctx, "pull", image) }
	if run(ctx, []string{"docker", "image", "inspect", image}) == nil {
		get = func() error { return p.loadImage(ctx, image) }
	}
	if err := get(); err != nil {
		return err
	}
	if err := p.docker(ctx, "tag", image, proxyImage); err != nil {
		return err
	}
	return p.docker(ctx, "push", proxyImage)
}

// loadImage hands an image of the machine's own engine to the build engine.
func (p *Playground) loadImage(ctx context.Context, image string) error {
	file := p.path("proxy.tar")
	defer os.Remove(file)
	if err := run(ctx, []string{"docker", "save", "--output", file, image}); err != nil {
		return err
	}
	return p.docker(ctx, "load", "--input", file)
}

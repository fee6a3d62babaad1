package playground

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	localRegistryImage = "registry:3"

	localRegistryConfig = `version: 0.1
storage:
  filesystem:
    rootdirectory: /registry
http:
  addr: :5000
`
)

// OfferLocalRegistry gives the build engine a stand-in for the image of a
// registry that deploys with a local registry start on the deploying machine.
func (p *Playground) OfferLocalRegistry(ctx context.Context) error {
	program, err := lookPath("docker-registry")
	if err != nil {
		return err
	}
	libraries, err := librariesOf(ctx, program)
	if err != nil {
		return err
	}
	dir := p.path("local-registry")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	lines := []string{"FROM scratch"}
	for _, file := range append(libraries, program) {
		if err := copyFile(filepath.Join(dir, file), file); err != nil {
			return fmt.Errorf("copying %q: %w", file, err)
		}
		lines = append(lines, "COPY "+file+" "+file)
	}
	lines = append(lines, "COPY config.yml /config.yml", fmt.Sprintf("CMD [%q, \"serve\", \"/config.yml\"]", program))
	err = writeFiles(dir, map[string]string{
		"Dockerfile": strings.Join(lines, "\n") + "\n",
		"config.yml": localRegistryConfig,
	})
	if err != nil {
		return err
	}
	return p.docker(ctx, "buildx", "build", "--output=type=docker", "--tag", localRegistryImage, dir)
}

// librariesOf gives the files that a program is linked with.
func librariesOf(ctx context.Context, program string) ([]string, error) {
	text, err := output(ctx, []string{"ldd", program})
	if err != nil {
		return nil, err
	}
	files := slices.DeleteFunc(strings.Fields(text), func(word string) bool { return !strings.HasPrefix(word, "/") })
	return files, nil
}

func copyFile(to, from string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if closeErr := target.Close(); err == nil {
		err = closeErr
	}
	return err
}

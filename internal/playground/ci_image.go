package playground

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

const (
	ciBaseImage = "ci-base"
	ciImage     = "kamal-ci"

	// buildxPlace is where docker looks for its build plugin in the image for CI.
	buildxPlace = "/usr/libexec/docker/cli-plugins/docker-buildx"
)

// ciPrograms are those that the image for CI has besides kamal, by their places.
var ciPrograms = map[string]string{
	"/bin/sh": "sh", "/bin/rm": "rm", "/usr/bin/git": "git", "/usr/bin/ssh": "ssh", "/usr/bin/ssh-add": "ssh-add", "/usr/bin/docker": "docker",
}

// BuildCIImage builds the image for CI from the Dockerfile in a folder, as a release does,
// and gives its name. What the release takes from a distribution's packages comes from this
// machine.
func (p *Playground) BuildCIImage(ctx context.Context, folder string) (image string, err error) {
	if err := p.buildCIBase(ctx); err != nil {
		return "", err
	}
	dir := p.path("ci")
	program := filepath.Join(dir, "linux", runtime.GOARCH, "kamal")
	err = run(ctx, []string{"go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "github.com/kamal-go/kamal/cmd/kamal"}, "CGO_ENABLED=0")
	if err == nil {
		err = copyFile(filepath.Join(dir, "Dockerfile"), filepath.Join(folder, "Dockerfile"))
	}
	if err != nil {
		return "", err
	}
	return ciImage, p.docker(ctx, "buildx", "build", "--output=type=docker", "--build-arg", "BASE="+ciBaseImage, "--tag", ciImage, dir)
}

// buildCIBase makes an image of this machine's own programs with the libraries they load.
func (p *Playground) buildCIBase(ctx context.Context) error {
	files := map[string]string{}
	for place, name := range ciPrograms {
		program, err := lookPath(name)
		if err != nil {
			return err
		}
		files[place] = program
		// One that is linked statically has none, and ldd says so by failing.
		libraries, _ := librariesOf(ctx, program)
		for _, library := range libraries {
			files[library] = library
		}
	}
	plugin, err := filepath.EvalSymlinks(p.path("home", ".docker", "cli-plugins", "docker-buildx"))
	if err != nil {
		return fmt.Errorf("looking for the build plugin: %w", err)
	}
	files[buildxPlace] = plugin
	files["/etc/passwd"] = "/etc/passwd"
	dir := p.path("ci-base")
	for _, place := range slices.Sorted(maps.Keys(files)) {
		if err := copyFile(filepath.Join(dir, "root", place), files[place]); err != nil {
			return fmt.Errorf("copying %q: %w", files[place], err)
		}
	}
	// git is all of its own commands; it starts this one by name.
	if err := os.Symlink("git", filepath.Join(dir, "root/usr/bin/git-upload-pack")); err != nil {
		return err
	}
	lines := []string{"FROM scratch", "COPY root /", "ENV PATH=/usr/local/bin:/usr/bin:/bin", ""}
	if err := writeFiles(dir, map[string]string{"Dockerfile": strings.Join(lines, "\n")}); err != nil {
		return err
	}
	return p.docker(ctx, "buildx", "build", "--output=type=docker", "--tag", ciBaseImage, dir)
}

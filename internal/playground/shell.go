package playground

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// shellFolder is what a project's folder holds of this machine's programs.
const shellFolder = "shell"

// AddShell puts a shell and stat, which docker's health checks on Traefik hosts need, into
// the image of the commits that follow: this machine's own, with the libraries they load.
func (project *Project) AddShell(ctx context.Context) error {
	files := map[string]string{}
	for _, program := range []string{"sh", "stat"} {
		path, err := lookPath(program)
		if err != nil {
			return err
		}
		libraries, err := librariesOf(ctx, path)
		if err != nil {
			return err
		}
		files["/bin/"+program] = path
		for _, library := range libraries {
			files[library] = library
		}
	}
	for name, file := range files {
		if err := copyFile(filepath.Join(project.Dir, shellFolder, name), file); err != nil {
			return fmt.Errorf("copying %q: %w", file, err)
		}
	}
	project.dockerfile = strings.Replace(dockerfile, "COPY app", "COPY "+shellFolder+" /\nCOPY app", 1)
	return project.CommitHealthy(ctx)
}

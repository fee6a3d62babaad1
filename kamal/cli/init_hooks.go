package cli

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path"
)

//go:embed templates
var templates embed.FS

// createHooks creates the samples, unless the folder is there.
func (n *newProject) createHooks() error {
	if _, err := os.Stat(n.path(hooksFolder)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	samples, err := templates.ReadDir("templates/hooks")
	if err != nil {
		return err
	}
	for _, sample := range samples {
		text, err := templates.ReadFile(path.Join("templates/hooks", sample.Name()))
		if err != nil {
			return err
		}
		if err := n.write(path.Join(hooksFolder, sample.Name()), string(text), 0o755, false); err != nil {
			return err
		}
	}
	n.shown = append(n.shown, "samples in "+hooksFolder)
	return nil
}

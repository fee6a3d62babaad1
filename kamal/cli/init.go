package cli

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal/config"
)

type initCmd struct {
	Bundle bool `name:"bundle" help:"For old habits: there is nothing to bundle."`
}

//go:embed templates
var templates embed.FS

// The places of what init creates.
const (
	secretsFile = ".kamal/secrets"
	hooksFolder = ".kamal/hooks"
)

// Run creates what is missing in the working directory, and overwrites nothing.
func (c *initCmd) Run(p *Session, s screen.Screen) error {
	n := starter{dir: p.in.dir, tell: func(text, file string, created bool) {
		s.Answer(screen.Answer{Of: "init", Text: text, Data: map[string]any{"file": file, "created": created}})
	}}
	created, err := n.create(config.DefaultFile, "templates/deploy.yml", 0o644)
	if err != nil {
		return err
	}
	if !created {
		n.tell("There is a "+config.DefaultFile+" already", config.DefaultFile, false)
	}
	if _, err := n.create(secretsFile, "templates/secrets", 0o600); err != nil {
		return err
	}
	if err := n.createHooks(); err != nil {
		return err
	}
	if c.Bundle {
		s.Answer(screen.Answer{Of: "init", Text: "There is nothing to bundle: kamal is one program"})
	}
	return nil
}

// starter creates the files of a new project.
type starter struct {
	dir string
	// tell tells of a file that was created, or was there.
	tell func(text, file string, created bool)
}

// createHooks creates the samples, unless the folder is there.
func (n starter) createHooks() error {
	if _, err := os.Stat(n.path(hooksFolder)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	samples, err := templates.ReadDir("templates/hooks")
	if err != nil {
		return err
	}
	for _, sample := range samples {
		name := sample.Name()
		if _, err := n.create(path.Join(hooksFolder, name), path.Join("templates/hooks", name), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// create writes a template to a file that is not there yet, and tells so.
func (n starter) create(file, template string, mode fs.FileMode) (created bool, err error) {
	text, err := templates.ReadFile(template)
	if err != nil {
		return false, err
	}
	if err := os.MkdirAll(filepath.Dir(n.path(file)), 0o755); err != nil {
		return false, err
	}
	f, err := os.OpenFile(n.path(file), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Close()); err != nil {
		return false, fmt.Errorf("writing %q: %w", file, err)
	}
	n.tell("Created "+file, file, true)
	return true, nil
}

func (n starter) path(file string) string { return filepath.Join(n.dir, filepath.FromSlash(file)) }

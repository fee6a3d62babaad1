package config_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

func noGit(context.Context, string) (config.Git, error) { return config.Git{}, nil }

func gitOf(g config.Git) func(context.Context, string) (config.Git, error) {
	return func(context.Context, string) (config.Git, error) { return g, nil }
}

// parse makes a configuration of a text that must be right.
func parse(t *testing.T, text string, opts config.Options) *config.Config {
	t.Helper()
	c, err := config.Parse(t.Context(), text, opts)
	if err != nil {
		t.Fatalf("parsing:\n%v", err)
	}
	return c
}

// write makes a file of a project.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

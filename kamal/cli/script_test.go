package cli

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kamal-go/kamal/internal/golden"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kamal": func() { os.Exit(Main(context.Background(), os.Args[1:]...)) }})
}

// TestScripts runs the command as a user would; the test binary plays kamal.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: golden.Updating(),
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"NO_COLOR", "CI"} {
				e.Setenv(name, "")
			}
			e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("PATH", e.Getenv("PATH"))
			return os.WriteFile(filepath.Join(e.WorkDir, ".gitconfig"), nil, 0o600)
		},
	})
}

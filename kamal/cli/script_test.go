package cli

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/visit"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kamal": func() { os.Exit(onNoNetwork.Main(context.Background(), os.Args[1:]...)) }})
}

// onNoNetwork is kamal where every app answers, and none is asked.
var onNoNetwork = Program{visit: func(_ context.Context, a visit.Address) visit.Finding {
	return visit.Finding{Address: a.URL.Scheme + "://" + a.URL.Host, Status: 200}
}}

// TestScripts runs the command as a user would; the test binary plays kamal.
func TestScripts(t *testing.T) {
	hearHangups(t)
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

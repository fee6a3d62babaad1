package screen

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestOnAnEmulatedTerminal runs the tests that look at a screen through an emulator
// of terminals, where its module can be had.
func TestOnAnEmulatedTerminal(t *testing.T) {
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOPROXY", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	values := strings.Split(string(out), "\n")
	testscript.Run(t, testscript.Params{
		Files: []string{filepath.Join("testdata", "emulated.txtar")},
		Setup: func(e *testscript.Env) error {
			for i, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOROOT"} {
				e.Setenv(name, strings.TrimSpace(values[i]))
			}
			e.Setenv("GOFLAGS", "-mod=mod -trimpath")
			e.Setenv("ROOT", root)
			return nil
		},
		Condition: func(string) (bool, error) {
			return exec.Command("go", "mod", "download", "github.com/charmbracelet/x/vt@v0.1.0").Run() == nil, nil
		},
	})
}

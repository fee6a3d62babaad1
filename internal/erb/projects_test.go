package erb_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/kamal-go/kamal/internal/erb"
)

// TestRender_ProjectsOfAFolder renders config/deploy.yml of all projects in the folder that ERB_PROJECTS names.
func TestRender_ProjectsOfAFolder(t *testing.T) {
	root := os.Getenv("ERB_PROJECTS")
	if root == "" {
		t.Skip("ERB_PROJECTS names no folder of projects")
	}
	names, err := filepath.Glob(filepath.Join(root, "*", "config", "deploy.yml"))
	if err != nil || len(names) == 0 {
		t.Fatal("no projects", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		result, err := erb.Render(t.Context(), text, erb.Options{
			File: "config/deploy.yml", Dir: filepath.Dir(filepath.Dir(name)), Env: erb.NewEnv(os.Environ()), NoRuby: true,
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if string(result.Text) != string(text) {
			t.Logf("%s: unset %v, skipped %v, failed %v\n%s", name, result.Unset, result.Skipped, result.Failed, result.Text)
		}
	}
}

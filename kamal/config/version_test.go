package config_test

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

const commit = "0123456789abcdef0123456789abcdef01234567"

func TestVersion_OrderOfPrecedence(t *testing.T) {
	git := gitOf(config.Git{Root: "/src", Commit: commit})
	environ := []string{"VERSION=from-env"}
	for _, tt := range []struct {
		name string
		opts config.Options
		want config.Version
	}{
		{"asked for", config.Options{Version: "asked", Environ: environ, Git: git}, "asked"},
		{"environment", config.Options{Environ: environ, Git: git}, "from-env"},
		{"commit", config.Options{Git: git}, commit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := parse(t, minimal, tt.opts).Version(); got != tt.want || err != nil {
				t.Errorf("version %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestVersion_MarksUncommittedChangesThatAreBuilt(t *testing.T) {
	opts := config.Options{Git: gitOf(config.Git{Root: "/src", Commit: commit, Dirty: true})}
	if got, _ := parse(t, minimal, opts).Version(); got != commit {
		t.Errorf("a clone has version %q, want the commit", got)
	}
	here := strings.Replace(minimal, "arch: amd64", "{ arch: amd64, context: . }", 1)
	got, err := parse(t, strings.Replace(here, "builder:\n ", "builder:", 1), opts).Version()
	if !regexp.MustCompile(`^` + commit + `_uncommitted_[0-9a-f]{16}$`).MatchString(string(got)) {
		t.Errorf("the work tree has version %q, %v", got, err)
	}
}

func TestVersion_NamesTheFolderWithoutGit(t *testing.T) {
	_, err := parse(t, minimal, config.Options{WorkDir: "/src/shop"}).Version()
	if !errors.Is(err, config.ErrNoVersion) || !strings.Contains(err.Error(), `"/src/shop"`) {
		t.Errorf("got %v", err)
	}
}

// withoutGitSettings keeps git from what the machine, the user or a hook that
// runs the tests has set.
func withoutGitSettings(t *testing.T) {
	t.Helper()
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "GIT_") {
			t.Setenv(name, value) // puts it back
			_ = os.Unsetenv(name)
		}
	}
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
}

func TestLoad_AsksGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	withoutGitSettings(t)
	t.Setenv("VERSION", "")
	dir := t.TempDir()
	write(t, dir, "config/deploy.yml", minimal)
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=Dev", "-c", "user.email=dev@example.com"}, args...)...)
		cmd.Dir = dir
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("git %v: %v", args, err)
		}
		return strings.TrimSpace(string(out))
	}
	run("init", "-q")
	load := func() *config.Config {
		t.Helper()
		c, err := config.Load(t.Context(), config.Options{WorkDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if _, err := load().Version(); !errors.Is(err, config.ErrNoVersion) {
		t.Errorf("without a commit: %v", err)
	}
	run("add", "-A")
	run("commit", "-qm", "one")
	c := load()
	if v, err := c.Version(); string(v) != run("rev-parse", "HEAD") || err != nil || c.Git().Dirty {
		t.Errorf("version %q, %v, dirty %v", v, err, c.Git().Dirty)
	}
	if c.Builder.Context != "" {
		t.Errorf("context %q, want a clone", c.Builder.Context)
	}
	write(t, dir, "new", "file")
	if !load().Git().Dirty {
		t.Error("a new file does not make the work tree dirty")
	}
	// git's own tests have this for a folder that is another account's.
	t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
	if v, err := load().Version(); err == nil || !strings.Contains(err.Error(), "--add safe.directory") {
		t.Errorf("of another account's folder: version %q, %v", v, err)
	}
}

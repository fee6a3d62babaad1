package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

// With KAMAL_CORPUS=folder, every project in it is loaded. A file about.txt in
// each says whether it is right (valid: yes) and for which destinations.
func TestLoad_Corpus(t *testing.T) {
	folder := os.Getenv("KAMAL_CORPUS")
	if folder == "" {
		t.Skip("KAMAL_CORPUS is not set")
	}
	abouts, err := filepath.Glob(filepath.Join(folder, "*", "about.txt"))
	if err != nil || len(abouts) == 0 {
		t.Fatalf("no projects in %q (%v)", folder, err)
	}
	for _, about := range abouts {
		facts := facts(t, about)
		for destination := range strings.SplitSeq(facts["destinations"], ", ") {
			t.Run(filepath.Base(filepath.Dir(about))+"/"+destination, func(t *testing.T) {
				opts := config.Options{WorkDir: filepath.Dir(about), NoRuby: true, Git: noGit, Version: "v1"}
				if destination != "none" {
					opts.Destination = destination
				}
				c, err := config.Load(t.Context(), opts)
				if (err == nil) != (facts["valid"] == "yes") {
					t.Errorf("valid: %s, but got %v", facts["valid"], err)
				}
				if err == nil {
					use(t, c)
				}
			})
		}
	}
}

func facts(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if key, v, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			facts[key] = v
		}
	}
	return facts
}

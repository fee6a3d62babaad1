package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestEnvify_RendersTheTemplateOfTheDestination(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".env", "TOKEN=not read\n")
	write(t, dir, ".env.eu.erb", "TOKEN=<%= ENV[\"TOKEN\"] %>\nDEST=<%= ENV[\"KAMAL_DESTINATION\"] %>\n")
	opts := config.Options{WorkDir: dir, Destination: "eu", Environ: []string{"TOKEN=abc"}, NoRuby: true}
	file, rendered, err := config.Envify(t.Context(), opts)
	if file != ".env.eu" || !rendered || err != nil {
		t.Fatalf("got %q, %v, %v", file, rendered, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, ".env.eu"))
	if string(text) != "TOKEN=abc\nDEST=eu\n" || err != nil {
		t.Errorf("got %q, %v", text, err)
	}
	if info, err := os.Stat(filepath.Join(dir, ".env.eu")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v", info.Mode(), err)
	}
}

func TestEnvify_LeavesEverythingAloneWithoutATemplate(t *testing.T) {
	dir := t.TempDir()
	file, rendered, err := config.Envify(t.Context(), config.Options{WorkDir: dir, Environ: []string{}})
	if file != ".env" || rendered || err != nil {
		t.Errorf("got %q, %v, %v", file, rendered, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("there is %v now", entries)
	}
}

package config_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestReadOutline_ReadsWhereTheRestIsWrong(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "config/deploy.yml", "service: [ wrong ]\naliases:\n  console: app exec -i bash\n  mine: app boot\n")
	write(t, dir, "config/deploy.staging.yml", "aliases: { mine: app stop }\nunknown: <%= ENV[\"X\"] %>\n")
	got, err := config.ReadOutline(t.Context(), config.Options{WorkDir: dir, Destination: "staging", Environ: []string{}})
	if err != nil {
		t.Fatal(err)
	}
	want := config.Pairs{{Name: "console", Value: "app exec -i bash"}, {Name: "mine", Value: "app stop"}}
	if diff := cmp.Diff(want, got.Aliases); diff != "" {
		t.Errorf("aliases (-want +got):\n%s", diff)
	}
}

func TestReadOutline_FailsWithoutAFile(t *testing.T) {
	_, err := config.ReadOutline(t.Context(), config.Options{WorkDir: t.TempDir()})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

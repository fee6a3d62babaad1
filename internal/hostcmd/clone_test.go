package hostcmd_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestClone_LiesInAFolderOfTheProject(t *testing.T) {
	root, work := filepath.FromSlash("/src/shop"), filepath.FromSlash("/src/shop/apps/web")
	git := func(context.Context, string) (config.Git, error) {
		return config.Git{Root: root, Commit: "0123456789abcdef0123456789abcdef01234567"}, nil
	}
	c, err := config.Parse(t.Context(), small, config.Options{WorkDir: work, Git: git})
	if err != nil {
		t.Fatal(err)
	}
	clone := hostcmd.Clone{Config: c, Folder: filepath.FromSlash("/cache/clones")}
	parent := filepath.Dir(clone.Root())
	if name := filepath.Base(parent); len(name) != len("shop-")+13 || filepath.Dir(parent) != filepath.FromSlash("/cache/clones") {
		t.Errorf("the clone lies in %q", parent)
	}
	if got, want := clone.BuildDirectory(), filepath.Join(parent, "shop", "apps", "web"); got != want {
		t.Errorf("the build runs in %q, want %q", got, want)
	}
	var got []string
	for _, cmd := range append([]commands.Cmd{clone.Make(), clone.Status(), clone.Head()}, clone.Update()...) {
		got = append(got, strings.ReplaceAll(strings.Join(cmd.Args(), " "), parent, "PARENT"))
	}
	want := []string{
		"git -C PARENT clone /src/shop --recurse-submodules",
		"git -C PARENT/shop status --porcelain",
		"git -C PARENT/shop rev-parse HEAD",
		"git -C PARENT/shop remote set-url origin /src/shop",
		"git -C PARENT/shop fetch origin",
		"git -C PARENT/shop reset --hard 0123456789abcdef0123456789abcdef01234567",
		"git -C PARENT/shop clean -fdx",
		"git -C PARENT/shop submodule update --init",
		"git -C PARENT/shop gc --auto --quiet",
	}
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "/", string(filepath.Separator))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

package commands_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func withRemote(tb testing.TB) commands.Builder {
	tb.Helper()
	text := strings.ReplaceAll(small, "builder: {arch: amd64}", `builder: {arch: amd64, remote: "ssh://builder@192.0.2.5"}`)
	return commands.Builder{Config: load(tb, text), Machine: "arm64"}
}

func TestBuilder_FitsOnlyItsMachine(t *testing.T) {
	b := withRemote(t)
	good := "Name: x\nDriver: docker-container\nEndpoint:   " + b.Name() + "-context" + "\nStatus: running\ncontext ssh://builder@192.0.2.5\n"
	for name, c := range map[string]struct {
		output string
		want   bool
	}{
		"its own":          {good, true},
		"another endpoint": {strings.Replace(good, b.Name()+"-context", "unix:///var/run/docker.sock", 1), false},
		"another machine":  {strings.Replace(good, "192.0.2.5", "192.0.2.50", 1), false},
		"nothing":          {"", false},
	} {
		if got := b.Fits(c.output); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	local := commands.Builder{Config: load(t, small), Machine: "arm64"}
	if !local.Fits("Name: x\n") {
		t.Error("a local builder does not fit")
	}
}

func TestBuilder_BuildKeepsArgumentsWhole(t *testing.T) {
	text := strings.ReplaceAll(small, "builder: {arch: amd64}", `builder: {arch: amd64, args: {TOKEN: "a 'b' $c ${PLACE}"}}`)
	b := commands.Builder{Config: load(t, text), Machine: "amd64"}
	t.Setenv("PLACE", "/there")
	for _, shell := range shelltest.Shells(t) {
		line := strings.TrimPrefix(b.Build("v1", commands.BuildOptions{}).Shell(), "docker ")
		got := told(t, shell, program(t).Word(commands.Raw(line)))
		if !strings.Contains(strings.Join(got, "|"), "|--build-arg|TOKEN=a 'b' $c /there|") {
			t.Errorf("%s: docker gets %q", shell, got)
		}
	}
}

func TestParseArchitecture(t *testing.T) {
	for output, want := range map[string]string{"x86_64\n": "amd64", "aarch64\n": "arm64", "arm64\n": "arm64", "": ""} {
		if got := commands.ParseArchitecture(output); got != want {
			t.Errorf("%q is %q, want %q", output, got, want)
		}
	}
}

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

func TestUploadDirectory_KeepsFoldersOpen(t *testing.T) {
	c := load(t, small+"accessories: {db: {image: a, host: 192.0.2.1}}\n")
	a := commands.Accessory{Config: c, Accessory: c.Accessory("db"), Host: "192.0.2.1"}
	for mode, want := range map[string]string{"": "0755", "0640": "0750", "600": "0700", "u=rw": "u=rw"} {
		got := a.UploadDirectory(config.Mount{Remote: "/x", Mode: mode}).String()
		if !strings.Contains(got, "-type d -exec chmod "+want+" ") {
			t.Errorf("mode %q: %s", mode, got)
		}
	}
}

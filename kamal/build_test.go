package kamal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// cloning is a project in a git repository, whose images are built from a clone.
func cloning(t *testing.T, replies ...kamaltest.Reply) *fleet {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	f := newFleet(t, strings.Replace(twoHosts, ", context: .", "", 1), replies...)
	f.git = config.Git{Root: f.dir, Commit: strings.Repeat("0123456789", 4)}
	if err := os.WriteFile(filepath.Join(f.dir, "Dockerfile"), []byte("FROM scratch\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return f
}

func head(commit string, times int) kamaltest.Reply {
	return kamaltest.Reply{Host: kamaltest.Local, Line: "git -C * rev-parse HEAD", Stdout: commit + "\n", Times: times}
}

func TestBuild_InACloneOfTheCommit(t *testing.T) {
	f := cloning(t, head(strings.Repeat("0123456789", 4), 0))
	if err := f.at("1").Build().Push(t.Context(), kamal.BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Join(f.Lines(kamaltest.Local), "\n")
	clone, build := strings.Index(lines, " clone "+f.dir+" --recurse-submodules"), strings.Index(lines, "docker buildx build")
	if clone < 0 || build < clone {
		t.Errorf("the image was not built from a clone:\n%s", lines)
	}
}

func TestBuild_ABadCloneIsMadeAnewOnce(t *testing.T) {
	for commit, ok := range map[string]bool{strings.Repeat("0123456789", 4): true, "another": false} {
		f := cloning(t, head("something else", 1), head(commit, 0))
		err := f.at("1").Build().Push(t.Context(), kamal.BuildOptions{})
		if (err == nil) != ok {
			t.Errorf("%s: got %v", commit, err)
		}
		if n := strings.Count(strings.Join(f.Lines(kamaltest.Local), "\n"), " clone "); n != 2 {
			t.Errorf("%s: cloned %d times", commit, n)
		}
		if _, isBuild := errors.AsType[*kamal.BuildError](err); !ok && !isBuild {
			t.Errorf("got %v, want a BuildError", err)
		}
	}
}

func TestBuild_WarnsOfUncommittedChanges(t *testing.T) {
	f := cloning(t, head(strings.Repeat("0123456789", 4), 0),
		kamaltest.Reply{Host: kamaltest.Local, Line: "git status --porcelain", Stdout: " M app.go\n"})
	if err := f.at("1").Build().Push(t.Context(), kamal.BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	warned := false
	for _, e := range f.Events() {
		w, ok := e.(kamal.Warning)
		warned = warned || ok && strings.Contains(w.Text, "M app.go") && strings.Contains(w.Text, "0123456")
	}
	if !warned {
		t.Error("nobody was warned")
	}
}

func TestBuild_GetsItsSecretsInTheEnvironment(t *testing.T) {
	f := newFleet(t, strings.Replace(twoHosts, "context: .", "context: ., secrets: [TOKEN]", 1))
	if err := os.WriteFile(filepath.Join(f.dir, "Dockerfile"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := f.at("1").Build().Push(t.Context(), kamal.BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Commands() {
		if strings.HasPrefix(c.Line, "docker buildx build") && strings.Join(c.Env, " ") != "TOKEN=token secret" {
			t.Errorf("the build got %q", c.Env)
		}
	}
}

func TestBuild_OutputIsLive(t *testing.T) {
	f := newFleet(t, twoHosts)
	if err := os.WriteFile(filepath.Join(f.dir, "Dockerfile"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := f.at("1").Build().Push(t.Context(), kamal.BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	var live strings.Builder
	for _, e := range f.Events() {
		if o, ok := e.(kamal.Printed); ok && o.Live {
			live.WriteString(o.Text)
		}
	}
	if want := "pushing registry.example.com/acme/app:1\npushing registry.example.com/acme/app:latest\n"; live.String() != want {
		t.Errorf("got %q, want %q", live.String(), want)
	}
}

func TestBuild_AFailureLeavesTheHostsAlone(t *testing.T) {
	f := newFleet(t, twoHosts, kamaltest.Reply{Host: kamaltest.Local, Line: "docker buildx build*", Stderr: "exit code 2\n", Exit: 1})
	if err := os.WriteFile(filepath.Join(f.dir, "Dockerfile"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	err := f.at("1").Deploy(t.Context(), kamal.DeployOptions{})
	if _, ok := errors.AsType[*kamal.BuildError](err); !ok || !strings.Contains(err.Error(), "building: exit code 2") {
		t.Errorf("got %v", err)
	}
	if images := strings.Join(f.Host("app1").Images(), " "); strings.Contains(images, "acme/app") || len(f.Host("app1").Running()) > 0 || f.locked("app1") {
		t.Errorf("a host was touched: it has %s", images)
	}
}

//go:build unix

package kamal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// cloneParent builds from a clone, and gives the folder that git made it in.
func (f *fleet) cloneParent(t *testing.T) (string, error) {
	t.Helper()
	err := f.at("1").Build().Push(t.Context(), kamal.BuildOptions{})
	for _, line := range f.Lines(kamaltest.Local) {
		if before, _, ok := strings.Cut(line, " clone "); ok {
			return strings.TrimPrefix(before, "git -C "), err
		}
	}
	return "", err
}

func TestClone_IsTheUsersOwn(t *testing.T) {
	for _, c := range []struct {
		name, folder string
		set          map[string]string
	}{
		{"in the cache", "/cache/kamal/clones", nil},
		{"in the home", "/home/.cache/kamal/clones", map[string]string{"XDG_CACHE_HOME": ""}},
		{"without a home", "/tmp/kamal-UID/clones", map[string]string{"XDG_CACHE_HOME": "", "HOME": ""}},
		{"where home can't be written", "/tmp/kamal-UID/clones", map[string]string{"XDG_CACHE_HOME": "", "HOME": "/dev/null"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := cloning(t, head(strings.Repeat("0123456789", 4), 0))
			dir := t.TempDir()
			for name, folder := range map[string]string{"TMPDIR": "tmp", "XDG_CACHE_HOME": "cache", "HOME": "home"} {
				if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
					t.Fatal(err)
				}
				t.Setenv(name, filepath.Join(dir, folder))
			}
			for name, value := range c.set {
				t.Setenv(name, value)
			}
			parent, err := f.cloneParent(t)
			if err != nil {
				t.Fatal(err)
			}
			want := dir + strings.ReplaceAll(c.folder, "UID", strconv.Itoa(os.Getuid()))
			if filepath.Dir(parent) != want {
				t.Errorf("the clone is in %q, want %q", filepath.Dir(parent), want)
			}
			for _, path := range []string{parent, want, filepath.Dir(want)} {
				if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o700 {
					t.Errorf("%q: %v, %v", path, info.Mode(), err)
				}
			}
		})
	}
}

func TestClone_RefusesAFolderThatOthersCanChange(t *testing.T) {
	for _, c := range []struct {
		what  string
		spoil func(path string) error
	}{
		{"belongs to another user", func(path string) error { return os.Chown(path, 4711, 4711) }},
		{"others can write", func(path string) error { return os.Chmod(path, 0o770) }},
		{"others can write", func(path string) error { return os.Chmod(path, 0o702) }},
		{"symbolic link", func(path string) error {
			return errors.Join(os.Rename(path, path+"-2"), os.Symlink(path+"-2", path))
		}},
		{"no folder", func(path string) error { return errors.Join(os.RemoveAll(path), os.WriteFile(path, nil, 0o600)) }},
	} {
		for _, below := range []string{"", "clones"} {
			t.Run(c.what+" "+below, func(t *testing.T) {
				if os.Getuid() != 0 && c.what == "belongs to another user" {
					t.Skip("only root gives folders away")
				}
				f := cloning(t)
				path := filepath.Join(os.Getenv("XDG_CACHE_HOME"), "kamal", below)
				if err := os.MkdirAll(path, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := c.spoil(path); err != nil {
					t.Fatal(err)
				}
				parent, err := f.cloneParent(t)
				if err == nil || !strings.Contains(err.Error(), c.what) || !strings.Contains(err.Error(), path) || parent != "" {
					t.Errorf("cloned in %q, got %v", parent, err)
				}
			})
		}
	}
}

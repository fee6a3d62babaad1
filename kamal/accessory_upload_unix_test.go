//go:build unix

package kamal_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestAccessory_RefusesWhatIsNoFile(t *testing.T) {
	for _, pipe := range []string{"config/plain.conf", "config/made.conf.erb", "config/folder/deep/b"} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, withFiles)
			for _, name := range []string{"config/plain.conf", "config/made.conf.erb", "config/folder/a", "config/folder/deep/c"} {
				if name != pipe {
					f.file(name, "x")
				}
			}
			path := filepath.Join(f.dir, pipe)
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
			err := f.at("1").Accessory("db").Boot(t.Context())
			if err == nil || !strings.HasSuffix(err.Error(), path+`" is not a regular file but a pipe`) {
				t.Errorf("%s: got %v", pipe, err)
			}
		})
	}
}

func TestAccessory_BringsLargeFiles(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, withFiles)
		large := string(bytes.Repeat([]byte("0123456789abcdef"), 1<<20))
		f.file("config/plain.conf", large)
		f.file("config/made.conf.erb", "x")
		f.file("config/folder/a", large)
		if err := f.at("1").Accessory("db").Boot(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"etc/plain.conf", "etc/folder/a"} {
			if got, _ := f.Host("db1").File("app-db/" + name); got != large {
				t.Errorf("%s: %d of %d bytes arrived", name, len(got), len(large))
			}
		}
	})
}

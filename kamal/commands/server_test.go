package commands_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/commands"
)

func TestWriteFile_WritesWhatItReads(t *testing.T) {
	server := commands.Server{Config: load(t, small)}
	const text = "A=b c\nD='$e'\n"
	onEveryShell(t, func(t *testing.T, h aHost) {
		for _, c := range []struct {
			file string
			o    commands.FileOptions
			mode string
		}{
			{"plain", commands.FileOptions{}, "-rw-------"},
			{"made/it's a folder/file", commands.FileOptions{Mode: "0644", Parents: true, Size: len(text)}, "-rw-r--r--"},
			{"in place", commands.FileOptions{Mode: "755", InPlace: true}, "-rwxr-xr-x"},
		} {
			for range 2 {
				if _, ok := h.try(server.WriteFile(c.file, c.o), text); !ok {
					t.Fatalf("writing %q failed", c.file)
				}
				if got := h.read(c.file); got != text {
					t.Errorf("%q holds %q", c.file, got)
				}
				if got := h.mode(c.file); got != c.mode {
					t.Errorf("%q has mode %s, want %s", c.file, got, c.mode)
				}
			}
		}
		if got := h.mode("made"); got != "drwxr-xr-x" {
			t.Errorf("the folder above has mode %s", got)
		}
		assertFiles(t, h, ".", "bin", "in place", "made", "plain")
	})
}

func TestWriteFile_LeavesTheOldContentWhenTheNewOneIsCutShort(t *testing.T) {
	server := commands.Server{Config: load(t, small)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.write("file", "old")
		for _, inPlace := range []bool{false, true} {
			cmd := server.WriteFile("file", commands.FileOptions{Size: 100, InPlace: inPlace})
			if _, ok := h.try(cmd, "too short"); ok {
				t.Error("a content that was cut short was accepted")
			}
			if got := h.read("file"); got != "old" {
				t.Errorf("the file holds %q", got)
			}
		}
		assertFiles(t, h, ".", "bin", "file")
	})
}

func TestWriteFile_InPlaceKeepsTheFileItself(t *testing.T) {
	server := commands.Server{Config: load(t, small)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.write("file", "old")
		if err := os.Link(h.path("file"), h.path("mounted")); err != nil {
			t.Skip(err)
		}
		if _, ok := h.try(server.WriteFile("file", commands.FileOptions{InPlace: true}), "new"); !ok {
			t.Fatal("writing failed")
		}
		if got := h.read("mounted"); got != "new" {
			t.Errorf("a container that mounts the file sees %q", got)
		}
	})
}

func TestMissingFiles_PrintsThem(t *testing.T) {
	server := commands.Server{Config: load(t, small)}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.write("there", "")
		if diff := cmp.Diff("it's not\n-n\n", h.run(server.MissingFiles("there", "it's not", "-n"))); diff != "" {
			t.Error(diff)
		}
	})
}

func assertFiles(t *testing.T, h aHost, dir string, want ...string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(h.path(dir), "*"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range paths {
		got = append(got, filepath.Base(p))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the files in %q (-want +got):\n%s", dir, diff)
	}
}

package hostcmd_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
)

func TestWriteFile_WritesWhatItReads(t *testing.T) {
	server := hostcmd.Server{Config: load(t, small)}
	const text = "A=b c\nD='$e'\n"
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		for _, c := range []struct {
			file string
			o    hostcmd.FileOptions
			mode string
		}{
			{"plain", hostcmd.FileOptions{}, "-rw-------"},
			{"made/it's a folder/file", hostcmd.FileOptions{Mode: "0644", Parents: true, Size: len(text)}, "-rw-r--r--"},
			{"in place", hostcmd.FileOptions{Mode: "755", InPlace: true}, "-rwxr-xr-x"},
		} {
			for range 2 {
				if _, ok := h.Try(server.WriteFile(c.file, c.o), text); !ok {
					t.Fatalf("writing %q failed", c.file)
				}
				if got := h.Read(c.file); got != text {
					t.Errorf("%q holds %q", c.file, got)
				}
				if got := h.Mode(c.file); got != c.mode {
					t.Errorf("%q has mode %s, want %s", c.file, got, c.mode)
				}
			}
		}
		if got := h.Mode("made"); got != "drwxr-xr-x" {
			t.Errorf("the folder above has mode %s", got)
		}
		assertFiles(t, h, ".", "bin", "in place", "made", "plain")
	})
}

func TestWriteFile_LeavesTheOldContentWhenTheNewOneIsCutShort(t *testing.T) {
	server := hostcmd.Server{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write("file", "old")
		for _, inPlace := range []bool{false, true} {
			cmd := server.WriteFile("file", hostcmd.FileOptions{Size: 100, InPlace: inPlace})
			if _, ok := h.Try(cmd, "too short"); ok {
				t.Error("a content that was cut short was accepted")
			}
			if got := h.Read("file"); got != "old" {
				t.Errorf("the file holds %q", got)
			}
		}
		assertFiles(t, h, ".", "bin", "file")
	})
}

func TestWriteFile_InPlaceKeepsTheFileItself(t *testing.T) {
	server := hostcmd.Server{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write("file", "old")
		if err := os.Link(h.Path("file"), h.Path("mounted")); err != nil {
			t.Skip(err)
		}
		if _, ok := h.Try(server.WriteFile("file", hostcmd.FileOptions{InPlace: true}), "new"); !ok {
			t.Fatal("writing failed")
		}
		if got := h.Read("mounted"); got != "new" {
			t.Errorf("a container that mounts the file sees %q", got)
		}
	})
}

func TestMissingFiles_PrintsThem(t *testing.T) {
	server := hostcmd.Server{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write("there", "")
		if diff := cmp.Diff("it's not\n-n\n", h.Run(server.MissingFiles("there", "it's not", "-n"))); diff != "" {
			t.Error(diff)
		}
	})
}

func assertFiles(t *testing.T, h shelltest.Host, dir string, want ...string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(h.Path(dir), "*"))
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

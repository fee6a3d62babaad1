package kamal

import (
	"archive/tar"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kamal-go/kamal/internal/regular"
)

// checkUpload refuses what can't be uploaded: a pipe, for one, would be waited
// for, and a device read for ever.
func checkUpload(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return notRegular(path, info)
	}
	return filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Type() == fs.ModeSymlink {
			return err // links go up as links
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return notRegular(name, info)
	})
}

func notRegular(name string, info fs.FileInfo) error {
	if err := regular.Check(info); err != nil {
		return fmt.Errorf("%q is %w", name, err)
	}
	return nil
}

// openFolder gives a tar archive of what is in a folder.
func openFolder(dir string) io.ReadCloser {
	return packed(func(w *tar.Writer) error { return w.AddFS(os.DirFS(dir)) })
}

// packed gives a tar archive that is made while it is read: those of many hosts
// are never in memory as a whole.
func packed(fill func(*tar.Writer) error) io.ReadCloser {
	r, w := io.Pipe()
	go func() {
		archive := tar.NewWriter(w)
		err := fill(archive)
		if err == nil {
			err = archive.Close() // writes the end of the archive
		}
		_ = w.CloseWithError(err) // it never fails
	}()
	return r
}

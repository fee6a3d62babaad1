package sshx

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kamal-go/kamal/internal/regular"
)

// appendLine adds a line by a single write, behind a line end. Of what the file
// holds only the end is read.
func appendLine(file, line string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	whole, err := endsWithLine(file)
	if err != nil {
		return err
	}
	if !whole {
		line = "\n" + line
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	return errors.Join(err, f.Close())
}

// endsWithLine reports whether the last line of a file is whole, as it is of one
// that is empty or not there.
func endsWithLine(file string) (bool, error) {
	f, info, err := regular.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close() // it is only read
	switch {
	case info.Size() == 0:
		return true, nil
	case info.Size() > maxKnownHosts: // it was not read either: what is written would never be found
		return false, fmt.Errorf("%q has more than %d MiB", file, maxKnownHosts>>20)
	}
	last := make([]byte, 1)
	_, err = f.ReadAt(last, info.Size()-1)
	return last[0] == '\n', err
}

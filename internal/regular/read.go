// Package regular reads files that others may have put there: only regular ones, and only as large as they may be.
// A named pipe, which would wait for its other end, a device, which may never end, a socket or a folder is an error
// at once.
//
//	text, err := regular.ReadFile("config/deploy.yml", regular.MaxText)
package regular

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// MaxText is how large a file may be that people write by hand: 4 MiB.
const MaxText = 4 << 20

var (
	// ErrKind is wrapped by the error for what is no regular file.
	ErrKind = errors.New("not a regular file")
	// ErrTooLarge is wrapped by the error for a file that is larger than it may be.
	ErrTooLarge = errors.New("too large")
)

// ReadFile reads a regular file of at most limit bytes. A larger one is not read at all, one that grows meanwhile
// no further. Every error is an [*fs.PathError].
func ReadFile(name string, limit int64) ([]byte, error) {
	file, info, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() // it is only read
	if info.Size() > limit {
		return nil, failure(name, tooLarge(limit))
	}
	// Some files of the kernel say that they are empty, and are not.
	text, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(text)) > limit {
		return nil, failure(name, tooLarge(limit))
	}
	return text, nil
}

// Open opens a regular file for reading, of any size. It never waits, and every error is an [*fs.PathError].
func Open(name string) (*os.File, fs.FileInfo, error) {
	// What is no regular file is not even opened: that may do something.
	info, err := os.Stat(name)
	if err != nil {
		return nil, nil, err
	}
	if err := Check(info); err != nil {
		return nil, nil, failure(name, err)
	}
	file, err := os.OpenFile(name, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, nil, err
	}
	// Another file may stand there by now.
	if info, err = file.Stat(); err == nil {
		if err = Check(info); err != nil {
			err = failure(name, err)
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return file, info, nil
}

// Check returns an error that wraps [ErrKind] for what is no regular file.
func Check(info fs.FileInfo) error {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return kind("folder")
	case mode&fs.ModeNamedPipe != 0:
		return kind("pipe")
	case mode&fs.ModeSocket != 0:
		return kind("socket")
	case mode&fs.ModeDevice != 0:
		return kind("device")
	}
	return ErrKind
}

func kind(name string) error { return fmt.Errorf("%w but a %s", ErrKind, name) }

func tooLarge(limit int64) error {
	if limit < 1<<20 {
		return fmt.Errorf("%w: it may have %d bytes", ErrTooLarge, limit)
	}
	return fmt.Errorf("%w: it may have %d MiB", ErrTooLarge, limit>>20)
}

func failure(name string, err error) error {
	return &fs.PathError{Op: "read", Path: name, Err: err}
}

package sshx

import (
	"io"
	"sync"
)

// Most commands print a line or nothing: a thousand of them that wait for that
// should not hold a large buffer each.
const (
	fewBytes  = 1 << 10
	manyBytes = 32 << 10
)

var (
	smallBuffers = sync.Pool{New: func() any { return new([fewBytes]byte) }}
	largeBuffers = sync.Pool{New: func() any { return new([manyBytes]byte) }}
)

// copyAll is io.Copy with buffers that are used again: a small one as long as
// that is enough, and then a large one.
func copyAll(w io.Writer, r io.Reader) error {
	small := smallBuffers.Get().(*[fewBytes]byte)
	more, err := copyWhile(w, r, small[:], func(n int) bool { return n < fewBytes })
	smallBuffers.Put(small)
	if !more || err != nil {
		return err
	}
	large := largeBuffers.Get().(*[manyBytes]byte)
	defer largeBuffers.Put(large)
	_, err = copyWhile(w, r, large[:], func(int) bool { return true })
	return err
}

// copyWhile copies until the reader ends, or a read of n bytes gives reason to
// stop: then there may be more.
func copyWhile(w io.Writer, r io.Reader, buffer []byte, goOn func(n int) bool) (more bool, err error) {
	for {
		n, err := r.Read(buffer)
		if n > 0 {
			if _, err := w.Write(buffer[:n]); err != nil {
				return false, err
			}
		}
		switch {
		case err == io.EOF:
			return false, nil
		case err != nil:
			return false, err
		case !goOn(n):
			return true, nil
		}
	}
}

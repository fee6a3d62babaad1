package sshx

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestCopyAll_CopiesWhateverComes(t *testing.T) {
	for _, size := range []int{0, 1, fewBytes - 1, fewBytes, fewBytes + 1, manyBytes, 5*manyBytes + 7} {
		text := strings.Repeat("x", size)
		for name, r := range map[string]io.Reader{
			"whole": strings.NewReader(text), "in halves": iotest.HalfReader(strings.NewReader(text)), "with the end": iotest.DataErrReader(strings.NewReader(text)),
		} {
			var b bytes.Buffer
			if err := copyAll(&b, r); err != nil || b.String() != text {
				t.Errorf("%d bytes %s: got %d, %v", size, name, b.Len(), err)
			}
		}
	}
}

func TestCopyAll_GivesTheErrorsOfBothSides(t *testing.T) {
	broken := errors.New("broken")
	if err := copyAll(io.Discard, io.MultiReader(strings.NewReader("some"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("a reader that fails gives %v", err)
	}
	if err := copyAll(failing{broken}, strings.NewReader("some")); !errors.Is(err, broken) {
		t.Errorf("a writer that fails gives %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// A command that prints little costs no buffer: at a thousand hosts these were
// half of all that was allocated.
func TestCopyAll_UsesItsBuffersAgain(t *testing.T) {
	r := strings.NewReader("")
	if n := testing.AllocsPerRun(1000, func() {
		r.Reset("a line\n")
		_ = copyAll(io.Discard, r)
	}); n >= 1 {
		t.Errorf("%v allocations a copy", n)
	}
}

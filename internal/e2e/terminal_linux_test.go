package e2e_test

import (
	"os/exec"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/ttytest"
)

// terminal is one with a program in it.
type terminal struct{ *ttytest.Terminal }

// inTerminal starts a program in a terminal of this size.
func inTerminal(t *testing.T, cmd *exec.Cmd, rows, columns uint16) terminal {
	t.Helper()
	return terminal{ttytest.Start(t, cmd, rows, columns)}
}

// types types a line.
func (x terminal) types(t *testing.T, line string) {
	t.Helper()
	x.Type(t, line+"\r")
}

func (x terminal) wantShown(t *testing.T, text string) {
	t.Helper()
	if !x.Shows(text, patience) {
		t.Fatalf("the terminal does not show %q", text)
	}
}

// wantSize asks for the size of the window until it is the right one: it takes a moment to
// get to the container.
func (x terminal) wantSize(t *testing.T, size string) {
	t.Helper()
	eventually(t, "the terminal shows "+size, func() bool {
		x.types(t, "size")
		return x.Shows(size, 500*time.Millisecond)
	})
}

// ends waits for the program.
func (x terminal) ends(t *testing.T, status int) {
	t.Helper()
	wantStatus(t, status, x.Wait(), x.Shown())
}

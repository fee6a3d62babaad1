package sshx

import (
	"io"
	"time"
)

// inputWait bounds how long the end of a command waits for a Read of its input
// that does not return, as one of a terminal.
const inputWait = 100 * time.Millisecond

// input is the standard input of a command, which may have none. It remembers the error of the
// reader, to tell it from the connection's, and after stop it leaves the reader
// alone.
type input struct {
	r       io.Reader
	err     error
	turn    chan struct{} // held while reading
	stopped bool
}

func newInput(r io.Reader) *input { return &input{r: r, turn: make(chan struct{}, 1)} }

func (i *input) Read(b []byte) (int, error) {
	i.turn <- struct{}{}
	defer func() { <-i.turn }()
	if i.stopped {
		return 0, io.EOF
	}
	n, err := i.r.Read(b)
	if err != nil && err != io.EOF {
		i.err = err
	}
	return n, err
}

func (i *input) stop() {
	t := time.NewTimer(inputWait)
	defer t.Stop()
	select {
	case i.turn <- struct{}{}:
		i.stopped = true
		<-i.turn
	case <-t.C:
	}
}

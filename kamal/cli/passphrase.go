package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"github.com/kamal-go/kamal/internal/visible"
)

// passphrase asks for the passphrase of a key, where there is a terminal.
func (p *Session) passphrase(ctx context.Context, key string) (string, error) {
	f, ok := p.in.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", errors.New("standard input is no terminal")
	}
	var secret []byte
	var err error
	p.screen.Pause(func() {
		if err = ctx.Err(); err != nil {
			return
		}
		fmt.Fprintf(p.in.stderr, "Passphrase of %s: ", visible.Text(key))
		secret, err = readHidden(ctx, int(f.Fd()))
		fmt.Fprintln(p.in.stderr)
	})
	return string(secret), err
}

// readHidden reads a line that the terminal does not show. When ctx ends first,
// the terminal is put back as it was.
func readHidden(ctx context.Context, terminal int) ([]byte, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return nil, err
	}
	type typed struct {
		line []byte
		err  error
	}
	read := make(chan typed, 1)
	go func() {
		line, err := term.ReadPassword(terminal)
		read <- typed{line, err}
	}()
	select {
	case t := <-read:
		return t.line, t.err
	case <-ctx.Done():
		return nil, errors.Join(context.Cause(ctx), term.Restore(terminal, before))
	}
}

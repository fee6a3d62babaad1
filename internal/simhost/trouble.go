package simhost

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/minishell"
)

// Trouble is what befalls one run of a command line at one of its programs,
// and counts the programs. It belongs to that run alone.
type Trouble struct {
	// At is the program that is met, the first being 1. Zero meets none.
	At int
	// Before is called before it, if it is set: then it runs, unless the context of the
	// line has ended. The rest counts without it only.
	Before func()
	// Err ends the line with this error in the program's place. Without one the
	// program ends with status Exit, having said Stderr.
	Err    error
	Exit   int
	Stderr string
	// Programs is how many programs the line began.
	Programs int
}

type troubleKey struct{}

// WithTrouble gives a context for a run of one line that t befalls.
func WithTrouble(ctx context.Context, t *Trouble) context.Context {
	return context.WithValue(ctx, troubleKey{}, t)
}

// trouble counts a program, and reports whether something stands in for it.
func (r *lineRun) trouble(ctx context.Context, c minishell.Call) (status int, done bool) {
	t, _ := ctx.Value(troubleKey{}).(*Trouble)
	if t == nil {
		return 0, false
	}
	t.Programs++
	switch {
	case t.Programs != t.At:
		return 0, false
	case t.Before != nil:
		t.Before()
		return 130, ctx.Err() != nil
	case t.Err != nil:
		r.err = t.Err
		r.cancel(lostError{t.Err})
		return 255, true
	default:
		fmt.Fprint(c.Stderr, t.Stderr)
		return t.Exit, true
	}
}

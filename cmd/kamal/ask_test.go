package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
)

func TestQuestion_IsAskedUntilItIsAnswered(t *testing.T) {
	for _, c := range []struct {
		typed string
		yes   bool
		hint  string
		times int
	}{
		{"y\n", true, "", 1},
		{"Y\n", true, "", 1},
		{"n\n", false, "", 1},
		{"\n", false, "", 1},
		{"what\nyes\ny\n", true, "", 3},
		{"what\n", false, unattended, 2},
		{"", false, unattended, 1},
	} {
		var said bytes.Buffer
		p := &project{in: invocation{stdin: strings.NewReader(c.typed), stderr: &said}}
		yes, hint := p.answered(t.Context(), "Sure?")
		if yes != c.yes || hint != c.hint || strings.Count(said.String(), "Sure? [y/N] ") != c.times {
			t.Errorf("%q: got %t, %q after %q", c.typed, yes, hint, said.String())
		}
	}
}

func TestQuestion_EndsWithAnInterruption(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	waiting, never := io.Pipe()
	defer never.Close()
	p := &project{in: invocation{stdin: waiting, stderr: io.Discard}}
	if yes, hint := p.answered(ctx, "Sure?"); yes || hint != "" {
		t.Errorf("got %t, %q", yes, hint)
	}
}

package cli

import (
	"errors"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/ttytest"
)

// shown is how long a terminal may take to show what is waited for.
const shown = 30 * time.Second

// inTerminal begins a deploy in a terminal, and comes back when its hook runs: with the
// lock held.
func (p fleetProject) inTerminal(t *testing.T) (x *ttytest.Terminal, before syscall.Termios) {
	t.Helper()
	cmd, _, _ := p.command("deploy", "--skip-push", "--version=1")
	cmd.Env = append(cmd.Env, "TERM=xterm", "CI=", "LC_ALL=C.UTF-8")
	x = ttytest.Start(t, cmd, 24, 80)
	before = x.Mode(t)
	p.await(t, "began")
	return x, before
}

// wantEnd waits for the end, with the status of an interruption and the terminal as it
// was.
func wantEnd(t *testing.T, x *ttytest.Terminal, before syscall.Termios) {
	t.Helper()
	if e, ok := errors.AsType[*exec.ExitError](x.Wait()); !ok || e.ExitCode() != codeInterrupted {
		t.Errorf("it ended with %v, want status %d", e, codeInterrupted)
	}
	if after := x.Mode(t); after != before {
		t.Errorf("the terminal's mode is %+v, was %+v", after, before)
	}
	text := x.Shown()
	if off, on := strings.Count(text, "\x1b[?25l"), strings.Count(text, "\x1b[?25h"); off != on {
		t.Errorf("the cursor was hidden %d times, and shown %d times", off, on)
	}
}

// Ctrl-C ends a deploy in good order, and one line says what was interrupted.
func TestTerminal_AnInterruptEndsInGoodOrder(t *testing.T) {
	t.Parallel()
	p := newSignalledProject(t)
	x, before := p.inTerminal(t)
	x.Type(t, "\x03")
	p.await(t, "interrupted")
	if _, err := p.pipe(t, "go-on").WriteString("\n"); err != nil {
		t.Fatal(err)
	}
	if !x.Shows("the deploy lock is free", shown) {
		t.Error("it does not say that the lock is free")
	}
	wantEnd(t, x, before)
	lines := 0
	for line := range strings.Lines(x.Shown()) {
		if strings.Contains(line, "nterrupted while running hook pre-deploy") {
			lines++
		}
	}
	if lines != 1 {
		t.Errorf("%d lines say what was interrupted", lines)
	}
	if _, locked := p.Host("app1").File(".kamal/lock-shop/details"); locked {
		t.Error("the lock is left behind")
	}
}

// Another one, from somebody who has waited, quits at once, whatever there is still to
// wait for.
func TestTerminal_ASecondInterruptQuitsAtOnce(t *testing.T) {
	t.Parallel()
	p := newSignalledProject(t)
	x, before := p.inTerminal(t)
	x.Type(t, "\x03")
	p.await(t, "interrupted")
	if !x.Shows("another interrupt quits at once", shown) {
		t.Fatal("it does not say what another interrupt does")
	}
	asked := time.Now()
	x.Type(t, "\x03")
	wantEnd(t, x, before)
	if took := time.Since(asked); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	// The hook still waits, and nobody else would end it.
	if _, err := p.pipe(t, "go-on").WriteString("\n"); err != nil {
		t.Error(err)
	}
}

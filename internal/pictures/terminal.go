package main

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// The size of the terminal that programs run in: wide enough for all that kamal
// says, and so high that nothing scrolls away.
const (
	columns = 96
	rows    = 120
)

// terminal is one of tmux, of which the programs see nothing.
type terminal struct{ socket string }

// tmux asks the server whose socket is the terminal's.
func (t terminal) tmux(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "tmux", append([]string{"-S", t.socket, "-f", "/dev/null"}, args...)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("running %q: %w: %s", strings.Join(cmd.Args, " "), err, out)
	}
	return string(out), nil
}

// show runs a shell's line in a folder, with an environment, and gives what the
// terminal shows when it has ended, with colours.
func (t terminal) show(ctx context.Context, dir string, env []string, line string) (string, error) {
	args := []string{"new-session", "-d", "-x", strconv.Itoa(columns), "-y", strconv.Itoa(rows), "-c", dir}
	for _, entry := range env {
		args = append(args, "-e", entry)
	}
	// The terminal stays as it is until it was looked at.
	shell := line + "; tmux wait-for -S done; exec sleep infinity"
	if _, err := t.tmux(ctx, append(args, "/bin/sh", "-c", shell)...); err != nil {
		return "", err
	}
	if _, err := t.tmux(ctx, "wait-for", "done"); err != nil {
		return "", err
	}
	shown, err := t.tmux(ctx, "capture-pane", "-p", "-e")
	if err != nil {
		return "", err
	}
	_, err = t.tmux(ctx, "kill-server")
	return shown, err
}

package playground

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// retryPause lies between two looks at something that is still starting.
const retryPause = 100 * time.Millisecond

// run runs a program of this machine to its end. The error holds what it printed last.
func run(ctx context.Context, argv []string, env ...string) error {
	_, err := output(ctx, argv, env...)
	return err
}

func output(ctx context.Context, argv []string, env ...string) (string, error) {
	path, err := lookPath(argv[0])
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, path, argv[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = time.Second
	return finish(cmd)
}

// finish runs cmd and gives its standard output. The error holds the end of both streams.
func finish(cmd *exec.Cmd) (string, error) {
	var out, diagnosis bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diagnosis
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("running %q: %w: %s",
			strings.Join(cmd.Args, " "), err, lastLines(out.String()+diagnosis.String()))
	}
	return out.String(), nil
}

// lastLines gives the end of a text, short enough for an error.
func lastLines(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-10):], "\n")
}

// retry calls try until it succeeds or ctx ends, and then gives its last error.
func retry(ctx context.Context, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(retryPause):
		}
	}
}

package kamaltest_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestTestExecutor_PassesForLocalAndRecorder(t *testing.T) {
	for name, x := range map[string]kamal.Executor{"local": kamal.Local{}, "recorder": kamaltest.NewRecorder(t)} {
		t.Run(name, func(t *testing.T) {
			if err := kamaltest.TestExecutor(t.Context(), x, "app1"); err != nil {
				t.Error(err)
			}
		})
	}
}

// Each mistake that an executor can make is told of.
func TestTestExecutor_FindsMistakes(t *testing.T) {
	good := kamaltest.NewRecorder(t)
	for want, x := range map[string]kamal.ExecutorFunc{
		"exit status:": func(ctx context.Context, h string, c commands.Cmd) error {
			if err := good.Run(ctx, h, c); err != nil && ctx.Err() == nil {
				return errors.New("it failed")
			}
			return context.Cause(ctx)
		},
		"standard input:": func(ctx context.Context, h string, c commands.Cmd) error {
			c.Stdin = nil
			return good.Run(ctx, h, c)
		},
		"standard error:": func(ctx context.Context, h string, c commands.Cmd) error {
			c.Stderr = nil
			return good.Run(ctx, h, c)
		},
		"environment:": func(ctx context.Context, h string, c commands.Cmd) error {
			c.Env = nil
			return good.Run(ctx, h, c)
		},
		"cancelled before:": func(ctx context.Context, h string, c commands.Cmd) error {
			if ctx.Err() != nil {
				return nil
			}
			return good.Run(ctx, h, c)
		},
	} {
		err := kamaltest.TestExecutor(t.Context(), x, "app1")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want a finding about %q", err, want)
		}
	}
}

package kamal

import (
	"cmp"
	"context"
	"errors"

	"github.com/kamal-go/kamal/kamal/commands"
)

type stepKey struct{}

// during gives ctx for the work of a step, which is what commands without a
// purpose of their own are for.
func during(ctx context.Context, step string) context.Context {
	return context.WithValue(ctx, stepKey{}, step)
}

// purpose is what a command that failed was for, or at least what it ran. A lost
// host has nothing to do with that.
func purpose(ctx context.Context, cmd commands.Cmd, err error) string {
	if !exited(err) && !errors.Is(err, ErrOutputTooLong) && ctx.Err() == nil {
		return ""
	}
	step, _ := ctx.Value(stepKey{}).(string)
	return cmp.Or(cmd.Purpose(), step, cmd.Name())
}

package kamal

import (
	"cmp"
	"context"

	"github.com/kamal-go/kamal/kamal/commands"
)

// Performer names who runs the operations, as hooks, locks and audit logs have
// it: git's user.email, else the user of this machine, else unknown. They are
// asked for once in the Deployer's life.
func (d *Deployer) Performer(ctx context.Context) string {
	if d.orZero().engine == nil {
		return nobody
	}
	name := nobody
	_ = d.operate(ctx, func(ctx context.Context) error { // it has no error
		name = d.performer(ctx)
		return nil
	})
	return name
}

type identifyingKey struct{ *run }

// performer names who runs the operation: git's user.email, else the user of
// this machine. It is asked for once; what a context's end cut short does not
// count. An executor that asks while it finds that out gets nobody.
func (eng *engine) performer(ctx context.Context) string {
	if ctx.Value(identifyingKey{eng.run}) != nil || eng.run.identity.take(ctx) != nil {
		return nobody
	}
	defer eng.run.identity.give()
	ctx = context.WithValue(ctx, identifyingKey{eng.run}, true)
	if eng.run.performer != "" {
		return eng.run.performer
	}
	name := eng.identity(ctx, commands.Command("git", "config", "user.email"))
	if name == "" {
		name = cmp.Or(eng.identity(ctx, commands.Command("whoami")), nobody)
	}
	if ctx.Err() == nil {
		eng.run.performer = name
	}
	return name
}

// nobody stands for a user that can't be found out.
const nobody = "unknown"

// userName is git's user.name, for the lock's details.
func (eng *engine) userName(ctx context.Context) string {
	if name := eng.identity(ctx, commands.Command("git", "config", "user.name")); name != "" {
		return name
	}
	return eng.performer(ctx)
}

func (eng *engine) identity(ctx context.Context, cmd commands.Cmd) string {
	name, err := eng.askOptional(ctx, here, cmd)
	if err != nil {
		return ""
	}
	return name
}

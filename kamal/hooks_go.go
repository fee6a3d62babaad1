package kamal

import (
	"context"
	"slices"
	"strings"
)

// hookNames are all hooks that there are.
var hookNames = []string{
	hookPreConnect, hookPreBuild, hookPreDeploy, hookPostDeploy, hookPreAppBoot, hookPostAppBoot, hookPreProxyReboot,
	hookPostProxyReboot, hookPreTraefikReboot, hookPostTraefikReboot, hookDockerSetup,
}

type hookFunc = func(ctx context.Context, env map[string]string) error

// WithHook adds a hook in Go: it is called when the hook of that name is due, such as
// "pre-deploy", before the one in a file of that name. It gets what such a file
// finds in its environment, KAMAL_VERSION and so on; an error ends the operation.
// Several for one name are called in the order in which they were added. A name that
// no hook has, and no function, is an error of every operation.
//
// A hook may call the Deployer. With the context that it gets, or one made from that,
// everything works: the call is a part of the operation around the hook, ends with it,
// and needs no lock where that holds it. With any other context, what needs no lock
// works too; what does is an [ErrUsage] at once while the operation around the hook
// holds the lock. Whatever has the same hook calls it again.
func WithHook(name string, f func(ctx context.Context, env map[string]string) error) Option {
	return func(e *engine) {
		switch {
		case !slices.Contains(hookNames, name):
			e.refuse("there is no hook %q: the hooks are %s", name, strings.Join(hookNames, ", "))
		case f == nil:
			e.refuse("hook %q is no function: WithHook got nil", name)
		default:
			e.run.goHooks[name] = append(e.run.goHooks[name], f)
		}
	}
}

// hookFuncs are the hooks in Go of a name; a rehearsal, which must have no effect,
// calls none.
func (eng *engine) hookFuncs(name string) []hookFunc {
	if eng.run.planned {
		return nil
	}
	return eng.run.goHooks[name]
}

// callHook calls a hook in Go. What it does is no part of the step that it is called in.
func (eng *engine) callHook(ctx context.Context, name string, f hookFunc, env []string) error {
	defer eng.run.delivery.inHook(name)()
	return f(work{}.within(ctx), hookMap(env))
}

// hookMap gives an environment by name.
func hookMap(env []string) map[string]string {
	all := map[string]string{}
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		all[name] = value
	}
	return all
}

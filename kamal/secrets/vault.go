package secrets

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// vault is a vault's program at work for one request.
type vault struct {
	adapter *adapter
	account string
	from    string
	names   []string // with --from put before them
	getenv  func(string) string
	runs    func(ctx context.Context, args, env []string) ([]byte, error)

	session string   // what a login gave, for calls that take it as an argument
	env     []string // the same for calls that take it from the environment
	found   table
}

func (v *vault) check() error {
	switch {
	case v.adapter.needsAccount && v.account == "":
		return usage("an account is required (--account)")
	case len(v.names) == 0 && !v.adapter.needsNoNames:
		return usage("the names of the secrets are missing")
	case slices.Contains(v.names, "") || slices.Contains(v.names, v.from+"/"):
		return usage("the name of a secret is empty")
	case v.adapter.check == nil:
		return nil
	}
	return v.adapter.check(v)
}

// run returns the program's output, also when it failed.
func (v *vault) run(ctx context.Context, args ...string) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	out, err := v.runs(ctx, append([]string{v.adapter.program}, args...), v.env)
	switch {
	case err == nil:
		return string(out), nil
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case errors.Is(err, exec.ErrNotFound):
		return "", &MissingProgramError{Program: v.adapter.program, Install: v.adapter.install}
	}
	return string(out), &ProgramError{Program: v.adapter.program, Err: err}
}

// succeeds tells a program that fails, which is an answer, from one that can't be run, which is an error.
func (v *vault) succeeds(ctx context.Context, args ...string) (bool, error) {
	_, err := v.run(ctx, args...)
	if _, failed := errors.AsType[*ProgramError](err); failed {
		return false, nil
	}
	return err == nil, err
}

// ask reads the program's output as JSON.
func (v *vault) ask(ctx context.Context, into any, args ...string) error {
	out, err := v.run(ctx, args...)
	if err != nil {
		return err
	}
	if err := decode(out, into); err != nil {
		return v.bad(err)
	}
	return nil
}

func (v *vault) bad(answer error) error {
	return &ProgramError{Program: v.adapter.program, Err: answer}
}

func (v *vault) checkVersion(ctx context.Context) error {
	if _, err := v.run(ctx, v.adapter.version); err != nil {
		return fmt.Errorf("asking for the version: %w", err)
	}
	return nil
}

// requireNames gives the error for names that were asked for and not found.
func (v *vault) requireNames(names []string) error {
	missing := slices.DeleteFunc(slices.Clone(names), v.found.has)
	if len(missing) > 0 {
		return notFound(missing)
	}
	return nil
}

func loginFailed(err error) error { return fmt.Errorf("%w: %w", ErrNotLoggedIn, err) }

func join(from string, names []string) []string {
	if from == "" {
		return names
	}
	joined := make([]string, len(names))
	for i, name := range names {
		joined[i] = from + "/" + name
	}
	return joined
}

// parts cuts a path at its slashes; those at its end mean nothing.
func parts(path string) []string {
	return strings.Split(strings.TrimRight(path, "/"), "/")
}

// groupBy puts together what has the same key, in the order in which keys are first met.
func groupBy[K comparable, V any](list []V, key func(V) K) [][]V {
	var groups [][]V
	place := map[K]int{}
	for _, item := range list {
		i, ok := place[key(item)]
		if !ok {
			i = len(groups)
			place[key(item)] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], item)
	}
	return groups
}

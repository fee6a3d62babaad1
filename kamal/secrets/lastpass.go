package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

var lastPass = adapter{
	name:         "lastpass",
	exact:        []string{"last_pass"},
	anyCase:      []string{"lastpass"},
	program:      "lpass",
	install:      "the LastPass command line",
	version:      "--version",
	needsAccount: true,
	login:        loginLastPass,
	fetch:        fetchLastPass,
}

func loginLastPass(ctx context.Context, v *vault) error {
	// The status call fails when nobody is logged in, which its text says as well.
	out, err := v.run(ctx, "status", "--color", "never")
	if _, failed := errors.AsType[*ProgramError](err); err != nil && !failed {
		return err
	}
	if strings.TrimSpace(out) == "Logged in as "+v.account+"." {
		return nil
	}
	if _, err := v.run(ctx, "login", v.account); err != nil {
		return loginFailed(err)
	}
	return nil
}

func fetchLastPass(ctx context.Context, v *vault) error {
	var entries []struct {
		FullName string
		Password json.RawMessage
	}
	args := slices.Concat([]string{"show"}, v.names, []string{"--json"})
	if err := v.ask(ctx, &entries, args...); err != nil {
		return fmt.Errorf("showing %s: %w", quoted(v.names), err)
	}
	for _, entry := range entries {
		v.found.put(entry.FullName, valueOf(entry.Password))
	}
	return v.requireNames(v.names)
}

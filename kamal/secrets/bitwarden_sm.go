package secrets

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

var bitwardenSM = adapter{
	name:    "bitwarden-sm",
	exact:   []string{"bitwarden_secrets_manager"},
	anyCase: []string{"bitwarden-sm"},
	program: "bws",
	install: "the Bitwarden Secrets Manager command line",
	version: "--version",
	check:   checkBitwardenSM,
	login:   loginBitwardenSM,
	fetch:   fetchBitwardenSM,
}

func checkBitwardenSM(v *vault) error {
	if _, ok := v.bwsList(); ok {
		return nil
	}
	for _, name := range v.names {
		if strings.Contains(name, "/") {
			return usage("%q is no id of a secret: --from=PROJECT goes with the one name \"all\" only", name)
		}
	}
	return nil
}

func loginBitwardenSM(ctx context.Context, v *vault) error {
	if _, err := v.run(ctx, "project", "list"); err != nil {
		return fmt.Errorf("%w: is BWS_ACCESS_TOKEN a valid access token? %w", ErrNotLoggedIn, err)
	}
	return nil
}

func fetchBitwardenSM(ctx context.Context, v *vault) error {
	if args, ok := v.bwsList(); ok {
		if err := v.bwsTake(ctx, args); err != nil {
			return fmt.Errorf("listing secrets: %w", err)
		}
		return nil
	}
	for _, id := range v.names {
		if err := v.bwsTake(ctx, []string{"secret", "get", id}); err != nil {
			return fmt.Errorf("getting secret %q: %w", id, err)
		}
	}
	return nil
}

// bwsList returns the call that lists secrets, when they are asked for all together.
func (v *vault) bwsList() ([]string, bool) {
	if len(v.names) != 1 {
		return nil, false
	}
	if v.names[0] == "all" {
		return []string{"secret", "list"}, true
	}
	project, ok := strings.CutSuffix(v.names[0], "/all")
	return []string{"secret", "list", project}, ok && project != ""
}

func (v *vault) bwsTake(ctx context.Context, args []string) error {
	var secrets oneOrMany[struct {
		Key   string
		Value json.RawMessage
	}]
	if err := v.ask(ctx, &secrets, args...); err != nil {
		return err
	}
	for _, secret := range secrets {
		if secret.Key == "" {
			return v.bad(errForm)
		}
		v.found.put(secret.Key, valueOf(secret.Value))
	}
	return nil
}

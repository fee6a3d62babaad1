package secrets

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

var onePassword = adapter{
	name:         "1password",
	exact:        []string{"one_password"},
	anyCase:      []string{"1password"},
	program:      "op",
	install:      "the 1Password command line",
	version:      "--version",
	needsAccount: true,
	needsNoNames: true,
	check:        checkOnePassword,
	login:        loginOnePassword,
	fetch:        fetchOnePassword,
}

type opRef struct{ vault, item, label string }

type opField struct {
	Reference string
	Value     json.RawMessage
}

func checkOnePassword(v *vault) error {
	if len(v.names) == 0 {
		if _, ok := parseOpRef(v.from); !ok {
			return usage("without names, --from=VAULT/ITEM is needed")
		}
	}
	for _, name := range v.names {
		if _, ok := parseOpRef(name); !ok {
			return usage("name %q is no VAULT/ITEM[/SECTION]/FIELD", name)
		}
	}
	return nil
}

func loginOnePassword(ctx context.Context, v *vault) error {
	if ok, err := v.succeeds(ctx, "account", "get", "--account", v.account); ok || err != nil {
		return err
	}
	out, err := v.run(ctx, "signin", "--account", v.account, "--force", "--raw")
	if err != nil {
		return loginFailed(err)
	}
	v.session = strings.TrimSpace(out)
	return nil
}

func fetchOnePassword(ctx context.Context, v *vault) error {
	if len(v.names) == 0 {
		return v.opWholeItem(ctx)
	}
	refs := make([]opRef, len(v.names))
	for i, name := range v.names {
		refs[i], _ = parseOpRef(name)
	}
	for _, inVault := range groupBy(refs, func(r opRef) string { return r.vault }) {
		for _, inItem := range groupBy(inVault, func(r opRef) string { return r.item }) {
			if err := v.opFields(ctx, inItem); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *vault) opWholeItem(ctx context.Context) error {
	ref, _ := parseOpRef(v.from)
	var item struct{ Fields []opField }
	if err := v.ask(ctx, &item, v.opItemGet(ref)...); err != nil {
		return fmt.Errorf("getting item %q of vault %q: %w", ref.item, ref.vault, err)
	}
	v.opTake(item.Fields)
	return nil
}

// opFields fetches fields of one item.
func (v *vault) opFields(ctx context.Context, refs []opRef) error {
	labels := make([]string, len(refs))
	selected := make([]string, len(refs))
	for i, ref := range refs {
		labels[i] = ref.label
		selected[i] = "label=" + ref.label
	}
	args := append(v.opItemGet(refs[0]), "--fields", strings.Join(selected, ","))
	var fields oneOrMany[opField]
	if err := v.ask(ctx, &fields, args...); err != nil {
		return fmt.Errorf("getting fields %s of item %q of vault %q: %w", quoted(labels), refs[0].item, refs[0].vault, err)
	}
	v.opTake(fields)
	return nil
}

func (v *vault) opItemGet(ref opRef) []string {
	args := []string{"item", "get", ref.item, "--vault", ref.vault, "--format", "json", "--account", v.account}
	if v.session != "" {
		args = append(args, "--session", v.session)
	}
	return args
}

func (v *vault) opTake(fields []opField) {
	for _, field := range fields {
		if field.Reference == "" {
			continue
		}
		key := strings.TrimSuffix(strings.TrimPrefix(field.Reference, "op://"), "/password")
		v.found.put(key, valueOf(field.Value))
	}
}

func parseOpRef(name string) (opRef, bool) {
	path := parts(strings.TrimPrefix(name, "op://"))
	if len(path) < 2 || path[0] == "" || path[1] == "" {
		return opRef{}, false
	}
	ref := opRef{vault: path[0], item: path[1], label: "password"}
	if len(path) > 2 {
		ref.label = strings.Join(path[2:], ".")
	}
	return ref, true
}

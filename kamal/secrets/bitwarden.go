package secrets

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

var bitwarden = adapter{
	name:         "bitwarden",
	exact:        []string{"bitwarden"},
	program:      "bw",
	install:      "the Bitwarden command line",
	version:      "--version",
	needsAccount: true,
	check:        checkBitwarden,
	login:        loginBitwarden,
	fetch:        fetchBitwarden,
}

type bwRef struct{ item, field string }

type bwItem struct {
	Login struct {
		Password json.RawMessage
	}
	Fields []bwField
}

type bwField struct {
	Name  string
	Value json.RawMessage
}

func checkBitwarden(v *vault) error {
	for _, name := range v.names {
		if parseBwRef(name).item == "" {
			return usage("name %q is no ITEM[/FIELD]", name)
		}
	}
	return nil
}

func loginBitwarden(ctx context.Context, v *vault) error {
	status, err := v.bwStatus(ctx)
	if err == nil && status == "unauthenticated" {
		if _, err := v.run(ctx, "login", v.account); err != nil {
			return loginFailed(err)
		}
		status, err = v.bwStatus(ctx)
	}
	if err == nil && status == "locked" {
		if err := v.bwUnlock(ctx); err != nil {
			return loginFailed(err)
		}
		status, err = v.bwStatus(ctx)
	}
	if err != nil {
		return err
	}
	if status != "unlocked" {
		return fmt.Errorf("%w: the vault is not unlocked", ErrNotLoggedIn)
	}
	if _, err := v.run(ctx, "sync"); err != nil {
		return fmt.Errorf("synchronizing: %w", err)
	}
	return nil
}

func (v *vault) bwStatus(ctx context.Context) (string, error) {
	var answer struct{ Status string }
	err := v.ask(ctx, &answer, "status")
	return answer.Status, err
}

// bwUnlock hands the session to all later calls through their environment, where no process list shows it.
func (v *vault) bwUnlock(ctx context.Context) error {
	out, err := v.run(ctx, "unlock", "--raw")
	if session := strings.TrimSpace(out); err == nil && session != "" {
		v.env = []string{"BW_SESSION=" + session}
	}
	return err
}

func fetchBitwarden(ctx context.Context, v *vault) error {
	refs := make([]bwRef, len(v.names))
	for i, name := range v.names {
		refs[i] = parseBwRef(name)
	}
	for _, inItem := range groupBy(refs, func(r bwRef) string { return r.item }) {
		var item bwItem
		if err := v.ask(ctx, &item, "get", "item", inItem[0].item); err != nil {
			return fmt.Errorf("getting item %q: %w", inItem[0].item, err)
		}
		for _, ref := range inItem {
			if err := v.bwTake(ref, item); err != nil {
				return fmt.Errorf("reading item %q: %w", ref.item, err)
			}
		}
	}
	return nil
}

func (v *vault) bwTake(ref bwRef, item bwItem) error {
	if ref.field != "" {
		return v.bwTakeField(ref, item.Fields)
	}
	if password := valueOf(item.Login.Password); password != (value{}) {
		v.found.put(ref.item, password)
		return nil
	}
	if len(item.Fields) == 0 {
		return fmt.Errorf("%w: it has neither a password nor fields", ErrNotFound)
	}
	for _, field := range item.Fields {
		v.found.put(ref.item+"/"+field.Name, valueOf(field.Value))
	}
	return nil
}

func (v *vault) bwTakeField(ref bwRef, fields []bwField) error {
	i := slices.IndexFunc(fields, func(f bwField) bool { return f.Name == ref.field })
	if i < 0 {
		return fmt.Errorf("%w: it has no field %q", ErrNotFound, ref.field)
	}
	v.found.put(ref.item+"/"+ref.field, valueOf(fields[i].Value))
	return nil
}

func parseBwRef(name string) bwRef {
	item, rest, _ := strings.Cut(name, "/")
	field, _, _ := strings.Cut(rest, "/")
	return bwRef{item: item, field: field}
}

package secrets

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

var doppler = adapter{
	name:    "doppler",
	exact:   []string{"doppler"},
	program: "doppler",
	install: "the Doppler command line",
	version: "--version",
	check:   checkDoppler,
	login:   loginDoppler,
	fetch:   fetchDoppler,
}

// dopplerRef is a name; project and config are empty where a service token stands for them.
type dopplerRef struct{ project, config, name string }

func checkDoppler(v *vault) error {
	if v.dopplerServiceToken() {
		return nil
	}
	for _, name := range v.names {
		if len(parts(name)) < 3 {
			return usage("name %q has no project and config: give them with --from=project/config", name)
		}
	}
	return nil
}

func loginDoppler(ctx context.Context, v *vault) error {
	if ok, err := v.succeeds(ctx, "me", "--json"); ok || err != nil {
		return err
	}
	if _, err := v.run(ctx, "login", "-y"); err != nil {
		return loginFailed(err)
	}
	return nil
}

func fetchDoppler(ctx context.Context, v *vault) error {
	refs := make([]dopplerRef, len(v.names))
	for i, name := range v.names {
		refs[i] = v.parseDopplerRef(name)
	}
	for _, inConfig := range groupBy(refs, func(r dopplerRef) [2]string { return [2]string{r.project, r.config} }) {
		if err := v.dopplerGet(ctx, inConfig); err != nil {
			return err
		}
	}
	return nil
}

// dopplerGet fetches secrets of one config.
func (v *vault) dopplerGet(ctx context.Context, refs []dopplerRef) error {
	names := make([]string, len(refs))
	for i, ref := range refs {
		names[i] = ref.name
	}
	args := slices.Concat([]string{"secrets", "get"}, names, []string{"--json"})
	if refs[0].project != "" {
		args = append(args, "-p", refs[0].project, "-c", refs[0].config)
	}
	var answer json.RawMessage
	err := v.ask(ctx, &answer, args...)
	if err == nil {
		err = v.dopplerTake(string(answer))
	}
	if err != nil {
		return fmt.Errorf("getting %s: %w", quoted(names), err)
	}
	return nil
}

func (v *vault) dopplerTake(answer string) error {
	list, err := members(answer)
	if err != nil {
		return v.bad(err)
	}
	for _, m := range list {
		var secret struct{ Computed json.RawMessage }
		if err := decode(string(m.raw), &secret); err != nil {
			return v.bad(err)
		}
		v.found.put(m.name, valueOf(secret.Computed))
	}
	return nil
}

func (v *vault) dopplerServiceToken() bool {
	return strings.HasPrefix(v.getenv("DOPPLER_TOKEN"), "dp.st")
}

func (v *vault) parseDopplerRef(name string) dopplerRef {
	path := parts(name)
	ref := dopplerRef{name: path[len(path)-1]}
	if !v.dopplerServiceToken() {
		ref.project, ref.config = path[0], path[1]
	}
	return ref
}

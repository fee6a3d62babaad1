package secrets

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

var passbolt = adapter{
	name:    "passbolt",
	exact:   []string{"passbolt"},
	program: "passbolt",
	install: "the Passbolt command line",
	version: "--version",
	check:   checkPassbolt,
	login:   loginPassbolt,
	fetch:   fetchPassbolt,
}

// pbRef is a name and the path of the folder it is in, empty for none.
type pbRef struct{ folder, name string }

func checkPassbolt(v *vault) error {
	folders := map[string]string{}
	for _, name := range v.names {
		ref := parsePbRef(name)
		if ref.name == "" {
			return usage("name %q is no [FOLDER/...]NAME", name)
		}
		if folder, ok := folders[ref.name]; ok && folder != ref.folder {
			return usage("name %q is asked for in two folders, %q and %q: fetch them one by one", ref.name, folder, ref.folder)
		}
		folders[ref.name] = ref.folder
	}
	return nil
}

func loginPassbolt(ctx context.Context, v *vault) error {
	if _, err := v.run(ctx, "verify"); err != nil {
		return fmt.Errorf("%w: %w", ErrNotLoggedIn, err)
	}
	return nil
}

func fetchPassbolt(ctx context.Context, v *vault) error {
	refs := make([]pbRef, len(v.names))
	var names, paths []string
	for i, name := range v.names {
		refs[i] = parsePbRef(name)
		names = append(names, refs[i].name)
		if path := refs[i].folder; path != "" && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	folders, err := v.pbFindFolders(ctx, paths)
	if err != nil {
		return err
	}
	if err := v.pbTake(ctx, pbListResources(refs, folders)); err != nil {
		return fmt.Errorf("listing %s: %w", quoted(names), err)
	}
	return v.requireNames(names)
}

func (v *vault) pbTake(ctx context.Context, args []string) error {
	var resources []struct {
		Name     string
		Password json.RawMessage
	}
	if err := v.ask(ctx, &resources, args...); err != nil {
		return err
	}
	for _, resource := range resources {
		if v.found.has(resource.Name) {
			return fmt.Errorf("%q is in the vault more than once: name its folder", resource.Name)
		}
		v.found.put(resource.Name, valueOf(resource.Password))
	}
	return nil
}

func pbListResources(refs []pbRef, folders *pbFolders) []string {
	var conditions []string
	for _, ref := range refs {
		condition := pbName(ref.name)
		if ref.folder != "" {
			condition = "(" + condition + " && " + pbParent(folders.byPath[ref.folder]) + ")"
		}
		conditions = append(conditions, condition)
	}
	args := []string{"list", "resources", "--filter", strings.Join(conditions, " || ")}
	for _, id := range folders.ids {
		args = append(args, "--folder", id)
	}
	return append(args, "--column", "name", "--column", "password", "--json")
}

func pbName(name string) string { return "Name == " + pbQuote(name) }

func pbParent(id string) string { return "FolderParentID == " + pbQuote(id) }

var pbEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func pbQuote(s string) string { return `"` + pbEscapes.Replace(s) + `"` }

func parsePbRef(name string) pbRef {
	path := parts(name)
	last := len(path) - 1
	return pbRef{folder: strings.Join(path[:last], "/"), name: path[last]}
}

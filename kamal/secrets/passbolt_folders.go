package secrets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// pbFolders are the folders that a fetch found.
type pbFolders struct {
	ids    []string          // of all, in the order found
	byPath map[string]string // ids of the folders asked for
}

type pbFolder struct {
	ID     string
	Name   string
	Parent string `json:"folder_parent_id"`
}

func (f *pbFolders) add(list []pbFolder) {
	for _, folder := range list {
		if !slices.Contains(f.ids, folder.ID) {
			f.ids = append(f.ids, folder.ID)
		}
	}
}

// pbFindFolders looks for the first parts of all paths at once, and for the others one by one.
func (v *vault) pbFindFolders(ctx context.Context, paths []string) (*pbFolders, error) {
	folders := &pbFolders{byPath: map[string]string{}}
	if len(paths) == 0 {
		return folders, nil
	}
	top, err := v.pbTopFolders(ctx, paths)
	if err != nil {
		return nil, fmt.Errorf("listing folders: %w", err)
	}
	folders.add(top)
	var missing []string
	for _, path := range paths {
		id, err := v.pbDescend(ctx, folders, top, parts(path))
		switch {
		case err != nil:
			return nil, fmt.Errorf("listing folders of %q: %w", path, err)
		case id == "":
			missing = append(missing, path)
		}
		folders.byPath[path] = id
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("%w: no folders %s", ErrNotFound, quoted(missing))
	}
	return folders, nil
}

func (v *vault) pbTopFolders(ctx context.Context, paths []string) ([]pbFolder, error) {
	var conditions []string
	for _, path := range paths {
		if condition := pbName(parts(path)[0]); !slices.Contains(conditions, condition) {
			conditions = append(conditions, condition)
		}
	}
	var list []pbFolder
	err := v.ask(ctx, &list, "list", "folders", "--filter", strings.Join(conditions, " || "), "--json")
	return list, err
}

// pbDescend returns the id of the folder at the end of a path, or nothing when not all of them are there.
func (v *vault) pbDescend(ctx context.Context, folders *pbFolders, top []pbFolder, path []string) (string, error) {
	id := pbTop(top, path[0])
	whole := id != ""
	for _, name := range path[1:] {
		if id == "" {
			break
		}
		list, err := v.pbSubfolders(ctx, name, id)
		if _, failed := errors.AsType[*ProgramError](err); failed && !errors.Is(err, ErrAnswer) {
			whole = false
			continue
		}
		if err != nil {
			return "", err
		}
		folders.add(list)
		id = pbFirst(list)
	}
	if !whole {
		return "", nil
	}
	return id, nil
}

func (v *vault) pbSubfolders(ctx context.Context, name, parent string) ([]pbFolder, error) {
	var list []pbFolder
	filter := pbName(name) + " && " + pbParent(parent)
	err := v.ask(ctx, &list, "list", "folders", "--filter", filter, "--json")
	return list, err
}

// pbTop prefers a folder at the top, for the filter finds those of the same name further down, too.
func pbTop(list []pbFolder, name string) string {
	named := slices.DeleteFunc(slices.Clone(list), func(f pbFolder) bool { return f.Name != name })
	for _, folder := range named {
		if folder.Parent == "" {
			return folder.ID
		}
	}
	return pbFirst(named)
}

func pbFirst(list []pbFolder) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].ID
}

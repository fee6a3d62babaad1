package kamal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// cloneFolder gives the folder of this user's clones: in the cache of the user,
// or, where there is no home or nothing can be written in it, in a folder of the
// user's own among the temporary files.
func (bd Build) cloneFolder() (string, error) {
	var top string
	cache, err := os.UserCacheDir()
	if err == nil {
		top = filepath.Join(cache, "kamal")
		if bd.run.rehearsed {
			return filepath.Join(top, "clones"), nil
		}
		err = errors.Join(os.MkdirAll(cache, 0o700), ownFolder(top))
	}
	if _, refused := errors.AsType[*foreignFolderError](err); refused {
		return "", err
	}
	if err != nil {
		top = filepath.Join(os.TempDir(), "kamal-"+strconv.Itoa(os.Getuid()))
		if err := bd.makeFolder(top); err != nil {
			return "", err
		}
	}
	clones := filepath.Join(top, "clones")
	return clones, bd.makeFolder(clones)
}

// foreignFolderError is a folder that others can change: what is built in it
// might not be what was committed.
type foreignFolderError struct{ path, reason, remedy string }

// Error says what to do too.
func (e *foreignFolderError) Error() string {
	return fmt.Sprintf("folder %q: %s: %s", e.path, e.reason, e.remedy)
}

// ownFolder makes a folder that nobody else can write to, in one that is there.
// One that is there already must be so.
func ownFolder(path string) error {
	if err := os.Mkdir(path, 0o700); err == nil || !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return &foreignFolderError{path, "it is a symbolic link", "remove it"}
	case !info.IsDir():
		return &foreignFolderError{path, "it is no folder", "remove it"}
	case !isMine(info):
		return &foreignFolderError{path, "it belongs to another user", "remove it, or set XDG_CACHE_HOME to a folder of your own"}
	case looseMode(info):
		return &foreignFolderError{path, "others can write to it", "take their right with chmod 700"}
	}
	return nil
}

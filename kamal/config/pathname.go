package config

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/kamal-go/kamal/internal/pathname"
	"github.com/kamal-go/kamal/internal/yaml11"
)

// ErrBadName is wrapped by errors for names that can't be part of a path on the
// hosts.
var ErrBadName = errors.New("not a name")

const (
	maxName    = 64
	maxVersion = 128 // docker's limit for a tag
)

// badName says what is wrong with a name that becomes part of paths, or nothing.
func badName(name string, longest int) string {
	switch {
	case !pathname.Valid(name):
		return "must be " + pathname.Rule
	case len(name) > longest:
		return fmt.Sprintf("must not be longer than %d characters", longest)
	}
	return ""
}

// Check reports why the version can't be one: it is a tag of an image, and a part
// of names and paths on the hosts. The error wraps [ErrBadName].
func (v Version) Check() error {
	if bad := badName(string(v), maxVersion); bad != "" {
		return fmt.Errorf("%w: the version %q %s", ErrBadName, string(v), bad)
	}
	return nil
}

// checkNames refuses names that were asked for and can't be part of paths,
// before any file of that name is looked for.
func (o Options) checkNames() error {
	if bad := badName(o.Destination, maxName); o.Destination != "" && bad != "" {
		return fmt.Errorf("%w: the destination %q %s", ErrBadName, o.Destination, bad)
	}
	if o.Version != "" {
		return o.Version.Check()
	}
	return nil
}

// checkName refuses a key, or a text, that can't be part of paths.
func (r *reader) checkName(v value, what, name string) {
	if bad := badName(name, maxName); bad != "" {
		r.fail(v, "%s: the name of %s %s", v.path, what, bad).suggest("choose another name than %q", name)
	}
}

// noFolder reports what can't be the folder on the hosts: with ~, which would
// not be replaced, a dash in front, or a way out of where it is.
func noFolder(n *yaml11.Node) bool { return !folder.MatchString(n.Text) || outward.MatchString(n.Text) }

var (
	folder  = regexp.MustCompile(`^[^~\s-]`)
	outward = regexp.MustCompile(`^/*$|(^|/)\.\.(/|$)`)
)

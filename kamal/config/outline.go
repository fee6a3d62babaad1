package config

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/erb"
	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/internal/yaml11"
)

// An Outline is what a configuration says of its own names. Where nothing was to be run,
// what a command would tell is missing in it.
type Outline struct {
	// Aliases are those whose names stand in clear; a value that a command would
	// tell is [Untold].
	Aliases Pairs
	// Hosts, Roles and Accessories are their names.
	Hosts, Roles, Accessories []string
}

// Untold is the value of an alias that only a command would tell.
const Untold = "(untold)"

// hidden stands where a command would tell what stands there. Every part of it
// is as odd as the whole, so that it is found when a template has cut it.
const hidden = "\ufffc\ufffc\ufffc\ufffc"

// ReadOutline reads the names of a configuration; mistakes elsewhere in it don't matter,
// as long as its files can be read at all. Where options say Still, not even that is
// needed: templates are evaluated as far as that goes, where it can't be, their text
// counts as far as it stands in clear, the error says which file can't be read, and the
// outline is that of the others.
func ReadOutline(ctx context.Context, opts Options) (Outline, error) {
	if opts.Still {
		return opts.outlineStill(ctx)
	}
	r, tree, err := opts.read(ctx)
	if err == nil && len(r.problems) > 0 {
		err = r.problems.sorted()
	}
	if err != nil {
		return Outline{}, err
	}
	return r.outline(tree), nil
}

func (o Options) outlineStill(ctx context.Context) (Outline, error) {
	o, err := o.complete()
	if err != nil {
		return Outline{}, err
	}
	o.Environ, _ = o.withDestination(o.Environ)
	r := &reader{opts: o}
	var tree *yaml11.Node
	var errs []error
	for _, name := range []string{o.File, o.destinationFile()} {
		if name == "" {
			continue
		}
		text, err := regular.ReadFile(o.in(name), regular.MaxText)
		if err == nil {
			tree = r.lay(tree, r.parseStill(ctx, name, text))
		} else {
			err = o.missing(name, cause(err))
		}
		errs = append(errs, err)
	}
	return r.outline(tree), errors.Join(errs...)
}

// stilled are the options, with which nothing runs if they say so.
func (o Options) stilled() Options {
	if !o.Still {
		return o
	}
	o.NoRuby = true
	o.Command = func(context.Context, string) (string, bool, error) { return hidden, true, nil }
	o.Shell = func(context.Context, string, string, []string) ([]byte, error) { return []byte(hidden), nil }
	o.Git = func(context.Context, string) (Git, error) { return Git{}, nil }
	return o
}

// parseStill parses a text, as a template or else as far as it stands in clear.
func (r *reader) parseStill(ctx context.Context, name string, text []byte) *yaml11.Node {
	before := len(r.problems)
	tree := r.parse(ctx, name, text)
	if len(r.problems) == before {
		return tree
	}
	doc, err := yaml11.Parse(name, erb.Clear(text, hidden))
	if err != nil {
		return nil
	}
	return doc.Root
}

// outline reads the names out of a tree, whatever else is wrong with it.
func (r *reader) outline(tree *yaml11.Node) Outline {
	r.root = value{node: tree, field: root, pos: yaml11.Position{File: r.opts.File}}
	r.kind = fleetOf(r.root)
	r.config = &Config{Destination: r.opts.Destination, Environ: r.opts.Environ, WorkDir: r.opts.WorkDir, Secrets: newSecrets(r.opts, "", false), tree: tree}
	r.read()
	var o Outline
	for _, p := range r.root.get("aliases").pairs() {
		if told(p.Value) == "" {
			p.Value = Untold
		}
		if told(p.Name) != "" {
			o.Aliases = append(o.Aliases, p)
		}
	}
	for _, h := range r.config.Hosts() {
		o.Hosts = append(o.Hosts, told(string(h)))
	}
	for _, role := range r.config.Roles {
		o.Roles = append(o.Roles, told(role.Name))
	}
	for _, a := range r.config.Accessories {
		o.Accessories = append(o.Accessories, told(a.Name))
	}
	for _, names := range []*[]string{&o.Hosts, &o.Roles, &o.Accessories} {
		*names = slices.DeleteFunc(*names, func(name string) bool { return name == "" })
	}
	return o
}

// told is a text that stands in clear, and nothing for any other.
func told(text string) string {
	if strings.ContainsRune(text, []rune(hidden)[0]) {
		return ""
	}
	return text
}

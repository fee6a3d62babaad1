package config

import (
	"context"
	"os"
	"regexp"

	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/internal/yaml11"
)

// olderKeys are the keys that only a configuration of Kamal 1 has, as a file's text
// shows them before it is rendered.
var olderKeys = regexp.MustCompile(`(?m)^["']?(?:traefik|env_push)["']?[ \t]*:|^["']?proxy["']?[ \t]*:(?s:.*?)\benabled["']?[ \t]*:`)

// read reads the files with the environment that belongs to them: .env files are
// part of it for configurations of Kamal 1 only. Templates see that environment,
// and only what they give tells the generation for sure. So the files' text is
// looked at first; where the result contradicts it, they are rendered once more.
func (o Options) read(ctx context.Context) (*reader, *yaml11.Node, error) {
	o, err := o.complete()
	if err != nil {
		return nil, nil, err
	}
	older := o.rendersEnv() || o.looksOlder()
	r, tree, err := o.readAs(ctx, older)
	if err != nil || len(r.problems) > 0 || r.older(tree) == older || !o.hasOldEnv() {
		return r, tree, err
	}
	again, other, err := o.readAs(ctx, !older)
	if err == nil && !older && !again.older(other) {
		return r, tree, nil // with .env it would be no configuration that reads .env
	}
	return again, other, err
}

// readAs reads the files, with .env files in the environment or without.
func (o Options) readAs(ctx context.Context, older bool) (*reader, *yaml11.Node, error) {
	r := &reader{disk: true}
	if older {
		note, err := o.addOldEnv(ctx)
		if err != nil {
			return nil, nil, err
		}
		r.noteIf(note)
	}
	environ, warning := o.withDestination(o.Environ)
	o.Environ = environ
	r.opts = o
	r.noteIf(warning)
	tree, err := r.readFiles(ctx)
	return r, tree, err
}

// looksOlder reports whether the text of the files has a key of Kamal 1.
func (o Options) looksOlder() bool {
	for _, name := range []string{o.File, o.destinationFile()} {
		if name == "" {
			continue
		}
		if text, err := regular.ReadFile(o.in(name), regular.MaxText); err == nil && olderKeys.Match(text) {
			return true
		}
	}
	return false
}

// older reports whether what was read is a configuration of Kamal 1: one of
// Traefik, in part or as a whole, or one whose env files are rendered or pushed.
func (r *reader) older(tree *yaml11.Node) bool {
	top := value{node: tree, field: root}
	return r.opts.rendersEnv() || top.has("env_push") || fleetOf(top) != FleetProxy
}

// rendersEnv reports whether there is a template that envify renders.
func (o Options) rendersEnv() bool {
	_, err := os.Stat(o.in(o.renderedEnv() + ".erb"))
	return err == nil
}

// renderedEnv is the file that envify writes.
func (o Options) renderedEnv() string {
	if o.Destination == "" {
		return ".env"
	}
	return ".env." + o.Destination
}

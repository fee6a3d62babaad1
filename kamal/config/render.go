package config

import (
	"bytes"
	"context"
	"errors"
	"strconv"

	"github.com/kamal-go/kamal/internal/erb"
	"github.com/kamal-go/kamal/internal/yaml11"
)

// render renders a file as a template.
func (r *reader) render(ctx context.Context, s *source) error {
	if !bytes.Contains(s.written, []byte("<%")) {
		return nil
	}
	env := erb.NewEnv(r.opts.Environ)
	if r.opts.Destination != "" {
		env.Set("KAMAL_DESTINATION", r.opts.Destination)
	}
	result, err := erb.Render(ctx, s.written, erb.Options{
		File: s.name, Dir: r.opts.WorkDir, Env: env, Run: r.opts.shell, Log: r.opts.Stderr, NoRuby: r.opts.NoRuby,
	})
	if err != nil {
		r.failTemplate(s, err)
		return err
	}
	s.text, s.lines = result.Text, result.Lines
	for _, u := range result.Unset {
		s.missing = append(s.missing, missingVariable{u.Name, u.At.Line})
	}
	for _, f := range result.Failed {
		r.warnAt(position(f.At), "the command "+strconv.Quote(f.Command)+" failed: "+f.Err.Error())
	}
	return nil
}

func (r *reader) failTemplate(s *source, err error) {
	if e, ok := errors.AsType[*erb.UnsupportedError](err); ok {
		r.failAt(position(e.Position), "", "%s", "in a template: "+e.What).suggest("%s", e.Instead)
		return
	}
	if e, ok := errors.AsType[*erb.RaiseError](err); ok {
		r.failAt(position(e.Position), "", "%s", e.Message)
		return
	}
	r.failAt(yaml11.Position{File: s.name}, "", "%s", err.Error())
}

func position(p erb.Position) yaml11.Position {
	return yaml11.Position{File: p.File, Line: p.Line, Column: p.Column}
}

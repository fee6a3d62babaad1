package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/kamal-go/kamal/internal/erb"
	"github.com/kamal-go/kamal/internal/yaml11"
)

// render renders a file as a template. What the template sets in its environment
// counts for everything that comes later.
func (r *reader) render(ctx context.Context, s *source) error {
	if !bytes.Contains(s.written, []byte("<%")) {
		return nil
	}
	env := erb.NewEnv(r.opts.Environ)
	know := func(secret string) { r.told = append(r.told, secret) }
	result, err := erb.Render(ctx, s.written, r.opts.templating(s.name, env, know))
	if err != nil {
		r.failTemplate(s, err)
		return err
	}
	s.text, s.lines = result.Text, result.Lines
	r.opts.Environ = env.Environ()
	for _, u := range result.Unset {
		s.missing = append(s.missing, missingVariable{u.Name, u.At.Line})
	}
	for _, f := range result.Failed {
		r.warnings = append(r.warnings, Warning{
			File: s.name, Line: f.At.Line, Column: f.At.Column, Message: fmt.Sprintf("the command %q failed: %v", f.Command, f.Err),
		})
	}
	return nil
}

func (r *reader) failTemplate(s *source, err error) {
	if e, ok := errors.AsType[*erb.UnsupportedError](err); ok {
		message := e.What
		if e.Ruby != nil && !errors.Is(e.Ruby, erb.ErrNoRuby) {
			message += ", and " + e.Ruby.Error()
		}
		r.failIn(s, e.Position, message).Suggestion = e.Instead
		return
	}
	if e, ok := errors.AsType[*erb.RaiseError](err); ok {
		r.failIn(s, e.Position, e.Message)
		return
	}
	r.failAt(yaml11.Position{File: s.name}, "", "%s", err.Error())
}

// failIn reports a problem at a place of the template itself.
func (r *reader) failIn(s *source, p erb.Position, message string) *FieldError {
	return r.failAt(yaml11.Position{File: s.name, Line: p.Line, Column: p.Column}, "", "%s", message)
}

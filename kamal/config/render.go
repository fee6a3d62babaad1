package config

import (
	"bytes"
	"context"
	"errors"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// render passes a file on as it is; one that is a template is refused.
func (r *reader) render(_ context.Context, s *source) error {
	if !bytes.Contains(s.written, []byte("<%")) {
		return nil
	}
	r.failAt(yaml11.Position{File: s.name}, "", "templates are not supported")
	return errors.New("a template")
}

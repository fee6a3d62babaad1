package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// store keeps the services in a folder that outlives the container.
type store string

func (s store) file() string {
	return filepath.Join(string(s), "kamal-proxy.state")
}

func (s store) load() ([]*service, error) {
	text, err := os.ReadFile(s.file())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var services []*service
	if err := json.Unmarshal(text, &services); err != nil {
		return nil, fmt.Errorf("reading services %q: %w", s.file(), err)
	}
	return services, nil
}

// save replaces the file as a whole, so that one cut short never counts.
func (s store) save(services []*service) error {
	text, err := json.MarshalIndent(services, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(string(s), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(s.file()+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(s.file()+".new", s.file())
}

//go:build !linux

package playground

import (
	"errors"
	"os"
)

// tree stands for what only Linux has; without namespaces no tree is ever made.
type tree struct{ pid int }

func startTree(string, string, bool, ...string) (*tree, error) { return nil, errors.ErrUnsupported }

func (t *tree) open() error { return errors.ErrUnsupported }

func (t *tree) kill() {}

func probeNamespaces() error { return errors.ErrUnsupported }

func takeLock() (*os.File, error) { return nil, errors.ErrUnsupported }

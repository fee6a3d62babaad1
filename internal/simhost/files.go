package simhost

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/minishell"
)

// home is the login directory.
const home = "/root"

// dockerProgram is a file without which a host has no docker.
const dockerProgram = "/usr/bin/docker"

var (
	errNotFound = minishell.ErrNotFound
	errExists   = errors.New("File exists")             //lint:ignore ST1005 the system's words
	errFull     = errors.New("No space left on device") //lint:ignore ST1005 the system's words
	errIsDir    = errors.New("Is a directory")          //lint:ignore ST1005 the system's words
	errNotEmpty = errors.New("Directory not empty")     //lint:ignore ST1005 the system's words
)

// Files is a host's file tree. Relative paths are below the login directory.
type Files struct {
	mu    sync.Mutex
	nodes map[string]*node
	full  bool
}

type node struct {
	dir  bool
	data []byte
	mode string
}

func newFiles() *Files {
	f := &Files{nodes: map[string]*node{}}
	for _, dir := range []string{"/", "/root", "/tmp", "/dev", "/usr", "/usr/bin"} {
		f.nodes[dir] = &node{dir: true}
	}
	f.nodes[dockerProgram] = &node{mode: "0755"}
	return f
}

func at(p string) string {
	if !path.IsAbs(p) {
		p = path.Join(home, p)
	}
	return path.Clean(p)
}

// Fill fills the disk, or empties it: nothing can be written to a full one.
func (f *Files) Fill(full bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.full = full
}

func (f *Files) isFull() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.full
}

// Read gives the content of a file.
func (f *Files) Read(p string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.nodes[at(p)]
	switch {
	case n == nil:
		return nil, fmt.Errorf("%s: %w", p, errNotFound)
	case n.dir:
		return nil, fmt.Errorf("%s: %w", p, errIsDir)
	}
	return slices.Clone(n.data), nil
}

// Write makes a file, or adds to one.
func (f *Files) Write(p string, data []byte, add bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	p = at(p)
	n, parent := f.nodes[p], f.nodes[path.Dir(p)]
	switch {
	case parent == nil || !parent.dir:
		return fmt.Errorf("%s: %w", p, errNotFound)
	case n != nil && n.dir:
		return fmt.Errorf("%s: %w", p, errIsDir)
	case f.full && (len(data) > 0 || n == nil):
		return fmt.Errorf("%s: %w", p, errFull)
	case n == nil:
		n = &node{mode: "0644"}
		f.nodes[p] = n
	}
	if !add {
		n.data = nil
	}
	n.data = append(n.data, data...)
	return nil
}

// Mkdir makes a folder; with parents it may be there already.
func (f *Files) Mkdir(p string, parents bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	p = at(p)
	if n := f.nodes[p]; n != nil {
		if parents && n.dir {
			return nil
		}
		return fmt.Errorf("cannot create directory '%s': %w", p, errExists)
	}
	if f.full {
		return fmt.Errorf("cannot create directory '%s': %w", p, errFull)
	}
	if !parents && f.nodes[path.Dir(p)] == nil {
		return fmt.Errorf("cannot create directory '%s': %w", p, errNotFound)
	}
	for ; f.nodes[p] == nil; p = path.Dir(p) {
		f.nodes[p] = &node{dir: true}
	}
	return nil
}

// Remove removes a file or a folder with all in it.
func (f *Files) Remove(p string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	p = at(p)
	found := f.nodes[p] != nil
	maps.DeleteFunc(f.nodes, func(k string, _ *node) bool { return k == p || strings.HasPrefix(k, p+"/") })
	return found
}

func (f *Files) rmdir(p string) error {
	switch names, ok := f.List(p); {
	case !ok:
		return fmt.Errorf("failed to remove '%s': %w", p, errNotFound)
	case len(names) > 0:
		return fmt.Errorf("failed to remove '%s': %w", p, errNotEmpty)
	}
	f.Remove(p)
	return nil
}

// IsDir and Exists tell what there is at a path.
func (f *Files) IsDir(p string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.nodes[at(p)]
	return n != nil && n.dir
}

// Exists reports whether there is anything at a path.
func (f *Files) Exists(p string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.nodes[at(p)] != nil
}

// List gives the names in a folder, sorted.
func (f *Files) List(p string) (names []string, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p = at(p)
	for k := range f.nodes {
		if path.Dir(k) == p && k != p {
			names = append(names, path.Base(k))
		}
	}
	slices.Sort(names)
	n := f.nodes[p]
	return names, n != nil && n.dir
}

// move gives a file or folder another place.
func (f *Files) move(from, to string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	from, to = at(from), at(to)
	if f.nodes[from] == nil {
		return fmt.Errorf("cannot stat '%s': %w", from, errNotFound)
	}
	for k, n := range maps.Clone(f.nodes) {
		if k == from || strings.HasPrefix(k, from+"/") {
			delete(f.nodes, k)
			f.nodes[to+strings.TrimPrefix(k, from)] = n
		}
	}
	return nil
}

// copyTree copies what is in one folder into another.
func (f *Files) copyTree(from, to string, overwrite bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	from, to = at(from), at(to)
	if f.nodes[from] == nil {
		return fmt.Errorf("cannot stat '%s': %w", from, errNotFound)
	}
	for k, n := range maps.Clone(f.nodes) {
		if k != from && !strings.HasPrefix(k, from+"/") {
			continue
		}
		target := to + strings.TrimPrefix(k, from)
		if f.nodes[target] == nil || overwrite && !n.dir {
			c := *n
			f.nodes[target] = &c
		}
	}
	return nil
}

func (f *Files) setMode(p, mode string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.nodes[at(p)]
	if n == nil {
		return fmt.Errorf("cannot access '%s': %w", p, errNotFound)
	}
	if mode != "" {
		n.mode = mode
	}
	return nil
}

// Mode is a file's permissions, as chmod was given them.
func (f *Files) Mode(p string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := f.nodes[at(p)]; n != nil {
		return n.mode
	}
	return ""
}

// All are the paths of all files below the login directory, sorted and relative
// to it.
func (f *Files) All() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for k, n := range f.nodes {
		if rest, ok := strings.CutPrefix(k, home+"/"); ok && !n.dir {
			all = append(all, rest)
		}
	}
	slices.Sort(all)
	return all
}

// below are all files below a folder, sorted.
func (f *Files) below(dir string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var files []string
	for k, n := range f.nodes {
		if !n.dir && strings.HasPrefix(k, at(dir)+"/") {
			files = append(files, k)
		}
	}
	slices.Sort(files)
	return files
}

// isOpen reports whether every account has a right to a file or folder. One that
// was made, and never closed, is open, as with the usual umask.
func (f *Files) isOpen(p string) bool {
	mode := f.Mode(p)
	if mode == "" {
		return true
	}
	last := mode[len(mode)-1]
	return '1' <= last && last <= '7'
}

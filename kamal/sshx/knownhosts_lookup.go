package sshx

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/regular"
)

// knownHosts reads each known_hosts file once and remembers what was added.
type knownHosts struct {
	mu      sync.Mutex
	files   map[string]*hostIndex
	answers map[string][]knownKey
	added   map[string][]knownKey // by name
}

// lookup gives all lines for one of the names.
func (h *knownHosts) lookup(e *Executor, files []string, names ...string) []knownKey {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.find(e, files, names...)
}

func (h *knownHosts) find(e *Executor, files []string, names ...string) []knownKey {
	var found []knownKey
	for _, name := range names {
		found = slices.Concat(found, h.inFiles(e, files, name), h.added[name])
	}
	return found
}

// inFiles remembers its answers: to look through thousands of hashed names
// takes time.
func (h *knownHosts) inFiles(e *Executor, files []string, name string) []knownKey {
	question := name + "\x00" + strings.Join(files, "\x00")
	if found, ok := h.answers[question]; ok {
		return found
	}
	var found []knownKey
	for _, file := range files {
		found = append(found, h.read(e, file).find(name)...)
	}
	if h.answers == nil {
		h.answers = map[string][]knownKey{}
	}
	h.answers[question] = found
	return found
}

func (h *knownHosts) read(e *Executor, file string) *hostIndex {
	if index, ok := h.files[file]; ok {
		return index
	}
	text, err := regular.ReadFile(file, maxKnownHosts)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		e.opts.Logger.Warn("known hosts are left out", "file", file, "error", err)
	}
	keys, bad := parseKnownHosts(string(text), file)
	if bad > 0 {
		e.opts.Logger.Debug("lines of known hosts make no sense", "file", file, "lines", bad)
	}
	if h.files == nil {
		h.files = map[string]*hostIndex{}
	}
	index := newHostIndex(keys)
	h.files[file] = index
	return index
}

// add remembers a key for this run.
func (h *knownHosts) add(name string, k knownKey) {
	if h.added == nil {
		h.added = map[string][]knownKey{}
	}
	h.added[name] = append(h.added[name], k)
}

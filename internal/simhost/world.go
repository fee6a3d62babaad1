package simhost

import (
	"path"
	"strings"
	"sync"
)

// World is a number of hosts, and the registry that they pull from. All methods
// of it and of its hosts may be called concurrently.
type World struct {
	mu     sync.Mutex
	hosts  map[string]*Host
	faults []*Fault
	broken []broken
	pushed map[string]map[string]string // image reference to labels
	labels []labelled
}

type broken struct {
	host, image string
	exits       bool
}

// labelled are images by a pattern, and the service whose label they carry.
type labelled struct{ image, service string }

// NewWorld gives a world without hosts.
func NewWorld() *World {
	return &World{hosts: map[string]*Host{}, pushed: map[string]map[string]string{}}
}

// SetService sets the label service of images that are pulled without having
// been built and pushed here, for those whose name a glob matches; what is set
// last counts. Without it, it is the last part of their name.
func (w *World) SetService(image, name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.labels = append(w.labels, labelled{image, name})
}

// Host gives the host of a name, and makes it if need be.
func (w *World) Host(name string) *Host {
	w.mu.Lock()
	defer w.mu.Unlock()
	h := w.hosts[name]
	if h == nil {
		h = newHost(w, name)
		w.hosts[name] = h
	}
	return h
}

// Break makes containers of an image exit with status 1 at once on a host,
// whenever they are started. Both are globs.
func (w *World) Break(host, image string) { w.breakThem(broken{host, image, true}) }

// Stall makes containers of an image run on a host, and never answer there: they
// don't get healthy. Both are globs.
func (w *World) Stall(host, image string) { w.breakThem(broken{host, image, false}) }

func (w *World) breakThem(b broken) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = append(w.broken, b)
}

// trouble says what is wrong with containers of an image on a host.
func (w *World) trouble(host, image string) (exits, stalls bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, b := range w.broken {
		if Match(b.host, host) && Match(b.image, image) {
			exits, stalls = exits || b.exits, stalls || !b.exits
		}
	}
	return exits, stalls
}

// push puts an image into the registry.
func (w *World) push(ref string, labels map[string]string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pushed[ref] = labels
}

// labelsOf gives the labels of an image in the registry. Any image is there.
func (w *World) labelsOf(ref string) map[string]string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if labels, ok := w.pushed[ref]; ok {
		return labels
	}
	repository, _ := splitRef(ref)
	switch name := path.Base(repository); name {
	case "kamal-proxy":
		return map[string]string{titleLabel: "kamal-proxy"}
	case "traefik":
		return map[string]string{titleLabel: "Traefik"}
	default:
		for _, l := range w.labels {
			if Match(l.image, repository) {
				name = l.service
			}
		}
		return map[string]string{"service": name}
	}
}

const titleLabel = "org.opencontainers.image.title"

// splitRef parts an image's repository from its tag.
func splitRef(ref string) (repository, tag string) {
	ref, _, _ = strings.Cut(ref, "@")
	if i := strings.LastIndex(ref, ":"); i > strings.LastIndex(ref, "/") {
		return ref[:i], ref[i+1:]
	}
	return ref, "latest"
}

// Match reports whether a text matches a pattern in which * stands for any
// text, blanks and slashes included. An empty pattern matches everything.
func Match(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return rest == ""
	}
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, last)
}

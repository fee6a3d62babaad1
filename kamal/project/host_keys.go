package project

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/kamal"
)

// newKeysWait is how long after a new key of a host another may come to be told of
// in the same line: hosts are connected to together.
const newKeysWait = 300 * time.Millisecond

// newKeys tells of keys of hosts that were accepted and written down, in one line
// for all hosts.
type newKeys struct {
	events func(kamal.Event)

	mu    sync.Mutex
	timer *time.Timer
	hosts []string
	// key and file are of the last one.
	key, file string
}

// add notes a key that was accepted.
func (n *newKeys) add(host, key, file string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !slices.Contains(n.hosts, host) {
		n.hosts = append(n.hosts, host)
	}
	n.key, n.file = key, file
	if n.timer == nil {
		n.timer = time.AfterFunc(newKeysWait, n.tell)
	}
}

// tell tells of those that were not told of yet.
func (n *newKeys) tell() {
	n.mu.Lock()
	hosts, key, file := n.hosts, n.key, n.file
	if n.timer != nil {
		n.timer.Stop()
	}
	n.hosts, n.timer = nil, nil
	n.mu.Unlock()
	switch len(hosts) {
	case 0:
	case 1:
		n.events(kamal.Note{Text: fmt.Sprintf("accepted the new key of %s: %s, written into %s", hosts[0], key, file)})
	default:
		slices.Sort(hosts)
		n.events(kamal.Note{Text: fmt.Sprintf("accepted the new keys of %d hosts, written into %s: %s", len(hosts), file, some(hosts))})
	}
}

// some names the first of very many.
func some(hosts []string) string {
	const most = 20
	text := strings.Join(hosts[:min(most, len(hosts))], ", ")
	if len(hosts) > most {
		text += fmt.Sprintf(" and %d more", len(hosts)-most)
	}
	return text
}

package sshx

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/internal/sshconfig"
)

// knownHosts reads each known_hosts file once and remembers what was added.
type knownHosts struct {
	mu      sync.Mutex
	files   map[string][]knownKey
	answers map[string][]knownKey
	added   []knownKey
}

// maxKnownHosts is how large a known_hosts file may be.
const maxKnownHosts = 32 << 20

// knownKey is one line of a known_hosts file.
type knownKey struct {
	marker   string // "", "cert-authority" or "revoked"
	patterns []string
	key      ssh.PublicKey
	file     string
	line     int
}

func (k knownKey) String() string {
	return fmt.Sprintf("%s (%s:%d)", fingerprint(k.key), k.file, k.line)
}

func fingerprint(key ssh.PublicKey) string {
	if cert, ok := key.(*ssh.Certificate); ok {
		key = cert.Key
	}
	return strings.TrimPrefix(key.Type(), "ssh-") + " " + ssh.FingerprintSHA256(key)
}

// matches reports whether the line is for a name, which has a port unless it
// is 22: [name]:port.
func (k knownKey) matches(name string) bool {
	if len(k.patterns) == 1 && strings.HasPrefix(k.patterns[0], "|") {
		return hashMatches(k.patterns[0], name)
	}
	return sshconfig.MatchList(name, k.patterns)
}

// hashMatches compares with a name that was written as |1|SALT|HASH.
func hashMatches(hashed, name string) bool {
	parts := strings.Split(hashed, "|")
	if len(parts) != 4 || parts[1] != "1" {
		return false
	}
	salt, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return false
	}
	want, err := base64.StdEncoding.DecodeString(parts[3])
	if err != nil {
		return false
	}
	mac := hmac.New(sha1.New, salt)
	mac.Write([]byte(name))
	return hmac.Equal(mac.Sum(nil), want)
}

// parseKnownHosts reads a file line by line. A line that makes no sense is left
// out, as ssh does; bad counts them.
func parseKnownHosts(text, file string) (keys []knownKey, bad int) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		marker, hosts, key, _, _, err := ssh.ParseKnownHosts([]byte(line))
		if err != nil {
			bad++
			continue
		}
		for i := range hosts {
			if !strings.HasPrefix(hosts[i], "|") {
				hosts[i] = strings.ToLower(hosts[i])
			}
		}
		keys = append(keys, knownKey{marker, hosts, key, file, n})
	}
	return keys, bad
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
		found = append(found, h.inFiles(e, files, name)...)
		for _, k := range h.added {
			if k.matches(name) {
				found = append(found, k)
			}
		}
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
		for _, k := range h.read(e, file) {
			if k.matches(name) {
				found = append(found, k)
			}
		}
	}
	if h.answers == nil {
		h.answers = map[string][]knownKey{}
	}
	h.answers[question] = found
	return found
}

func (h *knownHosts) read(e *Executor, file string) []knownKey {
	if keys, ok := h.files[file]; ok {
		return keys
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
		h.files = map[string][]knownKey{}
	}
	h.files[file] = keys
	return keys
}

// noUserFile reports whether ssh_config asks for no file of the user's own.
func (e *Executor) noUserFile(t *target) bool {
	files := t.settings.UserKnownHostsFiles
	return e.opts.KnownHosts == nil && files != nil && len(files) == 0
}

// knownHostsFiles are the files that count for a server; new keys go into the
// first.
func (e *Executor) knownHostsFiles(t *target) []string {
	if e.opts.KnownHosts != nil {
		files := make([]string, len(e.opts.KnownHosts))
		for i, file := range e.opts.KnownHosts {
			files[i] = expandHome(file, e.opts.Home)
		}
		return files
	}
	user, global := t.settings.UserKnownHostsFiles, t.settings.GlobalKnownHostsFiles
	if user == nil {
		dir := filepath.Join(e.opts.Home, ".ssh")
		user = []string{filepath.Join(dir, "known_hosts"), filepath.Join(dir, "known_hosts2")}
	}
	if global == nil {
		dir := filepath.Dir(sshconfig.SystemFile())
		global = []string{filepath.Join(dir, "ssh_known_hosts"), filepath.Join(dir, "ssh_known_hosts2")}
	}
	return slices.Concat(user, global)
}

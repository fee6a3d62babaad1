package sshx

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

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

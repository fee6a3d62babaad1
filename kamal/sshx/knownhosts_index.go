package sshx

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"hash"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

// hostIndex finds the lines of a known_hosts file that are for a name, without
// going through all of them for each of a thousand hosts.
type hostIndex struct {
	keys     []knownKey
	plain    map[string][]int // by the names of lines that hold nothing else
	patterns []int            // lines with wildcards or exclamation marks
	hashed   []hashedName
}

// hashedName is a name that was written as |1|SALT|HASH.
type hashedName struct {
	line int
	mac  hash.Hash // of the salt
	want []byte
	name string // empty until it is found out
}

func newHostIndex(keys []knownKey) *hostIndex {
	x := &hostIndex{keys: keys, plain: map[string][]int{}}
	for i, k := range keys {
		switch {
		case len(k.patterns) == 1 && strings.HasPrefix(k.patterns[0], "|"):
			if h, ok := parseHashedName(k.patterns[0]); ok {
				h.line = i
				x.hashed = append(x.hashed, h)
			}
		case slices.ContainsFunc(k.patterns, func(p string) bool { return strings.ContainsAny(p, "*?!") }):
			x.patterns = append(x.patterns, i)
		default:
			for _, name := range k.patterns {
				x.plain[name] = append(x.plain[name], i)
			}
		}
	}
	return x
}

func parseHashedName(text string) (h hashedName, ok bool) {
	parts := strings.Split(text, "|")
	if len(parts) != 4 || parts[1] != "1" {
		return h, false
	}
	salt, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return h, false
	}
	want, err := base64.StdEncoding.DecodeString(parts[3])
	return hashedName{mac: hmac.New(sha1.New, salt), want: want}, err == nil
}

// find gives the lines for a name in their order. The name has a port unless it
// is 22: [name]:port. It is for one goroutine at a time.
func (x *hostIndex) find(name string) []knownKey {
	lines := slices.Clone(x.plain[name])
	for _, i := range x.patterns {
		if sshconfig.MatchList(name, x.keys[i].patterns) {
			lines = append(lines, i)
		}
	}
	text, sum := []byte(name), make([]byte, 0, sha1.Size)
	for i := range x.hashed {
		h := &x.hashed[i]
		if h.name == "" {
			h.mac.Reset()
			h.mac.Write(text)
			if hmac.Equal(h.mac.Sum(sum), h.want) {
				h.name = name
			}
		}
		if h.name == name {
			lines = append(lines, h.line)
		}
	}
	slices.Sort(lines)
	var found []knownKey
	for _, i := range slices.Compact(lines) {
		found = append(found, x.keys[i])
	}
	return found
}

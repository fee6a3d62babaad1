package sshx

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

const aKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ"

func FuzzParseKnownHosts(f *testing.F) {
	for _, text := range []string{
		"", "\n\n# remark\n", "a,b " + aKey + " x\n@revoked * y\n|1|a|b z", "@revoked * " + aKey, "@cert-authority *.example.com " + aKey,
		"[app1]:2222,[192.0.2.1]:2222 " + aKey, "!a,* " + aKey, "APP1 " + aKey + "\r\n", "app1\t" + aKey, " app1  " + aKey, "app1 1024 35 123", "@odd a " + aKey,
		knownhosts.HashHostname("app1") + " " + aKey, "|1||" + " " + aKey, "|1|!|! " + aKey, "|2|a|b " + aKey, "app1 ssh-ed25519 AAAA", "app1 ssh-rsa" + aKey[11:],
		"2001:db8::1 " + aKey, "app? " + aKey, "app1 " + aKey + "\x00", "\xff " + aKey, strings.Repeat("*", 50) + "a " + aKey,
	} {
		f.Add(text, "app1")
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		keys, bad := parseKnownHosts(text, "file")
		lines := 0
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				lines++
			}
		}
		if len(keys)+bad != lines {
			t.Errorf("%d lines give %d keys, and %d are bad", lines, len(keys), bad)
		}
		checkIndex(t, keys, name)
		for _, k := range keys {
			checkReadBack(t, k, name)
		}
	})
}

// checkIndex compares the index with going through all lines.
func checkIndex(t *testing.T, keys []knownKey, name string) {
	t.Helper()
	var want, got []string
	for _, k := range keys {
		if forName(t, k, name) {
			want = append(want, k.String())
		}
	}
	for _, k := range newHostIndex(keys).find(name) {
		got = append(got, k.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines for %q: %s", name, diff)
	}
}

// forName reports whether a line is for a name.
func forName(t *testing.T, k knownKey, name string) bool {
	t.Helper()
	if len(k.patterns) != 1 || !strings.HasPrefix(k.patterns[0], "|") {
		return sshconfig.MatchList(name, k.patterns)
	}
	h, ok := parseHashedName(k.patterns[0])
	if !ok {
		return false
	}
	mac := hmac.New(sha1.New, saltOf(t, k.patterns[0]))
	mac.Write([]byte(name))
	return bytes.Equal(mac.Sum(nil), h.want)
}

func saltOf(t *testing.T, hashed string) []byte {
	t.Helper()
	salt, err := base64.StdEncoding.DecodeString(strings.Split(hashed, "|")[2])
	if err != nil {
		t.Fatal(err)
	}
	return salt
}

// checkReadBack writes the key of a line down for another name, in clear and
// hashed.
func checkReadBack(t *testing.T, k knownKey, name string) {
	t.Helper()
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("*?!,|#@\\", r) }) {
		return // no name of a server
	}
	name = strings.ToLower(name)
	for _, written := range []string{name, knownhosts.HashHostname(name)} {
		again, bad := parseKnownHosts(fmt.Sprintf("%s %s", written, ssh.MarshalAuthorizedKey(k.key)), "file")
		index := newHostIndex(again)
		if bad > 0 || len(again) != 1 || len(index.find(name)) != 1 || len(index.find(name+"x")) != 0 || !sameKey(again[0].key, k.key) || again[0].marker != "" {
			t.Errorf("%s for %s is read as %v, %d bad", fingerprint(k.key), written, again, bad)
		}
	}
}

// BenchmarkKnownHosts looks a thousand hosts up among as many hashed names.
func BenchmarkKnownHosts(b *testing.B) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "%s %s\n", knownhosts.HashHostname(fmt.Sprintf("app%d", i)), aKey)
	}
	keys, _ := parseKnownHosts(text.String(), "file")
	b.ReportAllocs()
	for b.Loop() {
		index := newHostIndex(keys)
		for i := range 1000 {
			if len(index.find(fmt.Sprintf("app%d", i))) != 1 {
				b.Fatal("not found")
			}
		}
	}
}

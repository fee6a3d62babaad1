package sshx

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
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
		for _, k := range keys {
			_ = k.matches(name)
			checkReadBack(t, k, name)
		}
	})
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
		if bad > 0 || len(again) != 1 || !again[0].matches(name) || again[0].matches(name+"x") || !sameKey(again[0].key, k.key) || again[0].marker != "" {
			t.Errorf("%s for %s is read as %v, %d bad", fingerprint(k.key), written, again, bad)
		}
	}
}

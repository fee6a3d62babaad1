package sshconfig

import (
	"slices"
	"strings"
)

// controlPaths gives the places of ControlPath. A path by which a login of another
// user, port or host could be found does not count: commands would run there.
func (r *reader) controlPaths() []string {
	path := r.values.first("controlpath")
	if path == "" || strings.EqualFold(path, "none") {
		return nil
	}
	if !tellsApart(path) {
		r.notes = append(r.notes, "leaving out ControlPath \""+path+"\": logins of other users, ports and hosts may have the same; use %C")
		return nil
	}
	t := r.tokens()
	paths := []string{r.expandPath(path, t)}
	if t['j'] != "" {
		t['j'] = "" // before OpenSSH 9.4
		t['C'] = t.connection()
		paths = append(paths, r.expandPath(path, t))
	}
	return slices.Compact(paths)
}

// tellsApart reports whether a path holds the tokens that make it one of a single
// login.
func tellsApart(path string) bool {
	has := func(letters string) bool {
		return slices.ContainsFunc([]byte(letters), func(c byte) bool { return hasToken(path, c) })
	}
	return has("C") || has("r") && has("p") && has("hnk")
}

// hasToken reports whether a text holds a percent sign before a letter, which is
// not itself behind one.
func hasToken(s string, letter byte) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '%' {
			if s[i+1] == letter {
				return true
			}
			i++
		}
	}
	return false
}

package sshconfig

import (
	"strings"
	"unicode"
)

// ValidHost reports whether a name may stand for %h and %n in a command: nothing
// that a shell or a program takes for more than a name, as ssh has it too, and
// nothing that has a meaning in known_hosts.
func ValidHost(name string) bool {
	return name != "" && name[0] != '-' && !strings.ContainsAny(name, "'`\"$\\;&<>|(){}*?!,#@") && !strings.ContainsFunc(name, blank)
}

// ValidUser reports whether a name may stand for %r in a command. It is stricter
// than ssh with blanks.
func ValidUser(name string) bool {
	return name != "" && name[0] != '-' && !strings.HasSuffix(name, `\`) && !strings.ContainsAny(name, "'`\";&<>|(){}") && !strings.ContainsFunc(name, blank)
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

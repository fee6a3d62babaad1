package config

import (
	"slices"
	"strings"
	"unicode"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// noUser and noJump refuse what a program on the way to a host would take for more
// than a name: an option, or text for a shell.
func noUser(n *yaml11.Node) bool {
	return !isName(n.Text, "'`\";&<>|(){}") || strings.HasSuffix(n.Text, `\`)
}

func noJump(n *yaml11.Node) bool {
	return slices.ContainsFunc(strings.Split(n.Text, ","), func(jump string) bool {
		jump = strings.TrimPrefix(jump, "ssh://")
		user, host := "root", jump
		if i := strings.LastIndexByte(jump, '@'); i >= 0 {
			user, host = jump[:i], jump[i+1:]
		}
		return noUser(&yaml11.Node{Text: user}) || !isName(host, "'`\"$\\;&<>|(){}*?!#")
	})
}

func isName(s, without string) bool {
	return s != "" && s[0] != '-' && !strings.ContainsAny(s, without) &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// Package pathname knows which names can be part of a path on the hosts.
package pathname

import "regexp"

// Rule is what a name has to be, in words.
const Rule = "made of letters, digits, _, - and . only, with a letter, a digit or _ in front"

var form = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)

// Valid reports whether a text can be one element of a path on the hosts, and of the
// name of a container: letters, digits, _, . and -, of which the last two can't come
// first. Nothing else becomes a part of a path that is removed.
func Valid(name string) bool { return form.MatchString(name) }

// Package gemversion reads and compares versions as gems have them.
package gemversion

import (
	"cmp"
	"regexp"
	"strings"
)

// Form is that of a version.
var Form = regexp.MustCompile(`^\s*[0-9]+(\.[0-9a-zA-Z]+)*(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\s*$`)

var part = regexp.MustCompile(`[0-9]+|[a-zA-Z]+`)

// Compare compares two versions by number, and with letters for what comes before a
// release: 2.2 < 2.10, 2.0.0.rc1 < 2.0. A v in front counts for nothing. The result is
// -1, 0 or 1.
func Compare(a, b string) int {
	as, bs := partsOf(a), partsOf(b)
	for i := range max(len(as), len(bs)) {
		if c := comparePart(at(as, i), at(bs, i)); c != 0 {
			return c
		}
	}
	return 0
}

func partsOf(v string) []string {
	v = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(v), "v"), "-", ".pre.")
	return part.FindAllString(v, -1)
}

func at(parts []string, i int) string {
	if i < len(parts) {
		return parts[i]
	}
	return "0"
}

func comparePart(a, b string) int {
	aNumber, bNumber := a[0] <= '9', b[0] <= '9'
	switch {
	case aNumber && bNumber:
		a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	case aNumber:
		return 1
	case bNumber:
		return -1
	default:
		return cmp.Compare(a, b)
	}
}

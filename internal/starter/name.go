package starter

import (
	"path"
	"regexp"
	"strings"
)

var oddInName = regexp.MustCompile(`[^a-z0-9-]+`)

// serviceName makes a name for containers and images of any text.
func serviceName(text string) string {
	name := strings.Trim(oddInName.ReplaceAllString(strings.ToLower(text), "-"), "-")
	if name == "" {
		return "app"
	}
	return name
}

// remoteName reads the owner and the name of a repository off its address:
// https://HOST/OWNER/NAME.git, USER@HOST:OWNER/NAME, or a path.
func remoteName(origin string) (owner, name string) {
	origin = strings.TrimSuffix(strings.TrimRight(strings.TrimSpace(origin), "/"), ".git")
	if origin == "" {
		return "", ""
	}
	name = serviceName(path.Base(strings.ReplaceAll(origin, ":", "/")))
	_, rest, isURL := strings.Cut(origin, "://")
	switch {
	case isURL:
		_, rest, _ = strings.Cut(rest, "/")
	case strings.HasPrefix(origin, "/") || strings.HasPrefix(origin, "."):
		return "", name // a folder of this machine
	default:
		_, rest, _ = strings.Cut(origin, ":")
	}
	if first, _, found := strings.Cut(strings.TrimLeft(rest, "/"), "/"); found {
		owner = serviceName(first)
	}
	return owner, name
}

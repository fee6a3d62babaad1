package secrets

import (
	"fmt"
	"strings"
)

// Extract returns one value, in the clear, of what a fetch gave as JSON: that of the key name, else of the
// first key that ends in /name. Values that are neither text nor null are given as compact JSON. The error
// wraps [ErrNotFound] when there is no such key or its value is null, [ErrAnswer] when text is no JSON object, and
// is a [UsageError] when the two seem to have changed places.
func Extract(name, text string) (string, error) {
	if _, err := members(name); err == nil {
		// Errors quote the name, and this one holds secrets.
		return "", usage("extracting a secret: the name comes first, then the JSON")
	}
	list, err := members(text)
	if err != nil {
		return "", fmt.Errorf("extracting secret %q: %w", name, err)
	}
	v := pick(list, name)
	if !v.ok {
		return "", fmt.Errorf("extracting: %w", notFound([]string{name}))
	}
	return v.text, nil
}

func pick(list []member, name string) value {
	var found table
	for _, m := range list {
		found.put(m.name, valueOf(m.raw))
	}
	if v := found.values[name]; v != (value{}) {
		return v
	}
	for _, key := range found.names {
		if strings.HasSuffix(key, "/"+name) {
			return found.values[key]
		}
	}
	return value{}
}

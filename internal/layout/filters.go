package layout

import "regexp"

// NameFilter is docker's filter for the container of exactly this name.
func NameFilter(name string) string { return "name=^" + regexp.QuoteMeta(name) + "$" }

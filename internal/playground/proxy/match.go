package main

import (
	"slices"
	"strings"
)

// prefixes gives the path prefixes without their last slash; serving all is the empty one.
func (o options) prefixes() []string {
	if len(o.PathPrefixes) == 0 {
		return []string{""}
	}
	var prefixes []string
	for _, p := range o.PathPrefixes {
		if p = strings.Trim(p, "/"); p != "" {
			p = "/" + p
		}
		prefixes = append(prefixes, p)
	}
	return prefixes
}

// matchHost ranks how well the service fits a host: 2 by name, 1 by a wildcard, 0 because it
// serves all, -1 not at all.
func (o options) matchHost(host string) int {
	if len(o.Hosts) == 0 {
		return 0
	}
	if slices.Contains(o.Hosts, host) {
		return 2
	}
	_, domain, _ := strings.Cut(host, ".")
	if slices.Contains(o.Hosts, "*."+domain) {
		return 1
	}
	return -1
}

// overlap says whether two services would want the same requests.
func overlap(a, b options) bool {
	return share(hostsOf(a), hostsOf(b)) && share(a.prefixes(), b.prefixes())
}

func hostsOf(o options) []string {
	if len(o.Hosts) == 0 {
		return []string{""}
	}
	return o.Hosts
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

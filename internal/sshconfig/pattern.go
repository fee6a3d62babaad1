package sshconfig

import "strings"

// MatchPattern reports whether all of s matches the pattern, in which * stands
// for any text and ? for any one character.
func MatchPattern(s, pattern string) bool {
	star, mark := -1, 0
	i, p := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// MatchList reports whether s matches one of the patterns and none of those
// that begin with an exclamation mark.
func MatchList(s string, patterns []string) bool {
	found := false
	for _, p := range patterns {
		if negated, ok := strings.CutPrefix(p, "!"); ok {
			if MatchPattern(s, negated) {
				return false
			}
		} else if MatchPattern(s, p) {
			found = true
		}
	}
	return found
}

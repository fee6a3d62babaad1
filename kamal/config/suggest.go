package config

import "strings"

// nearest gives the name that was probably meant, or nothing when none is near.
func nearest(word string, names []string) string {
	word = plain(word)
	best, at := "", len(word)/3+1
	for _, name := range names {
		other := plain(name)
		d := distance(word, other)
		if d == 0 {
			return name
		}
		if len(word) > 3 && (strings.HasPrefix(other, word) || strings.HasPrefix(word, other)) && len(other) > 3 {
			d = 1
		}
		if d < at || d == at && best == "" && d <= len(word)/3 {
			best, at = name, d
		}
	}
	return best
}

func plain(word string) string {
	return strings.ReplaceAll(strings.ToLower(word), "-", "_")
}

// distance is the number of letters to add, drop, replace or swap with their
// neighbour to make one word of the other.
func distance(a, b string) int {
	const longest = 40
	if len(a) > longest || len(b) > longest {
		return longest
	}
	var before, above []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, above, row = above, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

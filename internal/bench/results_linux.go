package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// growthLimit is how many times as much twice the work may cost.
const growthLimit = 2.3

// result is what one benchmark needs, by unit. Of several runs it is the least:
// what else the machine does only adds to it.
type result struct {
	name  string
	needs map[string]float64
}

// results are benchmarks in the order in which they were run.
type results []result

var benchmarkLine = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.+)$`)

// parseResults reads what go test prints of benchmarks.
func parseResults(r io.Reader) (results, error) {
	var list results
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		m := benchmarkLine.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		i := slices.IndexFunc(list, func(r result) bool { return r.name == m[1] })
		if i < 0 {
			i = len(list)
			list = append(list, result{m[1], map[string]float64{}})
		}
		fields := strings.Fields(m[2])
		for f := range slices.Chunk(fields, 2) {
			value, err := strconv.ParseFloat(f[0], 64)
			if err != nil || len(f) != 2 {
				return nil, fmt.Errorf("reading the result %q: %q is no number with a unit", lines.Text(), f)
			}
			if before, ok := list[i].needs[f[1]]; !ok || value < before {
				list[i].needs[f[1]] = value
			}
		}
	}
	return list, lines.Err()
}

func (r results) find(name string) (result, bool) {
	i := slices.IndexFunc(r, func(r result) bool { return r.name == name })
	if i < 0 {
		return result{}, false
	}
	return r[i], true
}

// columns are the units that are shown, and how.
var columns = []struct {
	unit, title string
	show        func(float64) string
}{
	{"ns/op", "time", duration},
	{"cpu-ns/op", "CPU time", duration},
	{"B/op", "allocated", bytesText},
	{"rtt/command", "round trips", func(n float64) string { return strconv.FormatFloat(n, 'g', 3, 64) }},
}

// table gives the results in Markdown, with how many times as much each needs as
// others that it is compared with.
func (r results) table(others results) string {
	var b strings.Builder
	b.WriteString("| benchmark |")
	for _, c := range columns {
		b.WriteString(" " + c.title + " |")
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(columns)) + "\n")
	for _, x := range r {
		other, _ := others.find(x.name)
		b.WriteString("| " + strings.ReplaceAll(x.name, "/", ", ") + " |")
		for _, c := range columns {
			text := ""
			if n, ok := x.needs[c.unit]; ok {
				text = c.show(n)
				if m, ok := other.needs[c.unit]; ok {
					text += " (" + ratio(n, m) + ")"
				}
			}
			b.WriteString(" " + text + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func ratio(ours, theirs float64) string {
	if theirs == 0 {
		return "of nothing"
	}
	return fmt.Sprintf("%.2f×", ours/theirs)
}

func duration(ns float64) string {
	for _, u := range []struct {
		name string
		size float64
	}{{"s", 1e9}, {"ms", 1e6}, {"µs", 1e3}} {
		if ns >= u.size {
			return strconv.FormatFloat(ns/u.size, 'g', 3, 64) + " " + u.name
		}
	}
	return strconv.FormatFloat(ns, 'g', 3, 64) + " ns"
}

func bytesText(n float64) string {
	if n >= 1e6 {
		return strconv.FormatFloat(n/1e6, 'f', 1, 64) + " MB"
	}
	return strconv.FormatFloat(n/1e3, 'f', 1, 64) + " kB"
}

// tooFast says where twice the work costs too much, in CPU time or in memory: in two
// benchmarks whose names differ in one number alone, which is twice the other.
func (r results) tooFast() []string {
	var found []string
	for _, x := range r {
		for _, name := range doubled(x.name) {
			twice, ok := r.find(name)
			if !ok {
				continue
			}
			for _, unit := range slices.Sorted(maps.Keys(twice.needs)) {
				if grown := twice.needs[unit] / x.needs[unit]; slices.Contains([]string{"cpu-ns/op", "B/op"}, unit) && grown > growthLimit {
					found = append(found, fmt.Sprintf("%s needs %.2f times the %s of %s, at most %.1f are good", name, grown, unit, x.name, growthLimit))
				}
			}
		}
	}
	return found
}

var number = regexp.MustCompile(`=(\d+)(/|$)`)

// doubled gives the names that a benchmark's name would have with one of its numbers
// twice as large.
func doubled(name string) []string {
	var names []string
	for _, at := range number.FindAllStringSubmatchIndex(name, -1) {
		n, err := strconv.Atoi(name[at[2]:at[3]])
		if err == nil {
			names = append(names, name[:at[2]]+strconv.Itoa(2*n)+name[at[3]:])
		}
	}
	return names
}

// Package dockerfile reads of a Dockerfile what a deploy has to know of the image: the
// ports that it exposes and how it says that it is well. What stands in base images
// that are not built here is not seen.
package dockerfile

import (
	"maps"
	"regexp"
	"strconv"
	"strings"
)

// Stage is a part of a Dockerfile that begins with FROM, with what it has of the stages
// that it is made from.
type Stage struct {
	// From is the image that it begins with.
	From string
	// Ports are those of TCP that it exposes, in the order of the file.
	Ports []int
	// Port is the value of a variable PORT, or 0.
	Port int
	// Health is the command of its HEALTHCHECK, with the options of that.
	Health string

	name string
}

var (
	continued   = regexp.MustCompile("[\\\\`][ \t]*\r?\n([ \t]*#.*\r?\n)*")
	instruction = regexp.MustCompile(`(?i)^\s*(FROM|EXPOSE|ENV|ARG|HEALTHCHECK)\s+(.*)$`)
	reference   = regexp.MustCompile(`\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))`)
	assignment  = regexp.MustCompile(`(\w+)=("[^"]*"|'[^']*'|\S*)`)
)

// Read gives the stage that is built with some build arguments: the target, by its name
// or number, or without one the last. It reports false where there is no such stage.
func Read(text, target string, args map[string]string) (s Stage, found bool) {
	r := reader{args: args, values: map[string]string{}, stages: map[string]Stage{}}
	count := 0
	for line := range strings.Lines(continued.ReplaceAllString(text, " ")) {
		m := instruction.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			continue
		}
		word := strings.ToUpper(m[1])
		if word == "FROM" {
			if r.now.is(target, count-1) {
				return r.now, true
			}
			count++
		}
		r.read(word, expand(m[2], r.values))
	}
	return r.now, target == "" || r.now.is(target, count-1)
}

// is reports whether a stage, which has a number, is the one that is asked for.
func (s Stage) is(target string, number int) bool {
	return target != "" && number >= 0 && (strings.EqualFold(target, s.name) || target == strconv.Itoa(number))
}

// reader is how far a file was read.
type reader struct {
	args, values map[string]string
	stages       map[string]Stage // those that have ended, by name
	now          Stage
}

func (r *reader) read(word, rest string) {
	switch word {
	case "FROM":
		r.from(rest)
	case "EXPOSE":
		for field := range strings.FieldsSeq(rest) {
			r.now.Ports = append(r.now.Ports, TCPPorts(field)...)
		}
	case "ENV", "ARG":
		r.set(word, rest)
	case "HEALTHCHECK":
		r.now.Health = rest
	}
}

// from begins a stage: FROM [--platform=...] IMAGE [AS NAME].
func (r *reader) from(rest string) {
	if r.now.name != "" {
		r.stages[strings.ToLower(r.now.name)] = r.now
	}
	var words []string
	for w := range strings.FieldsSeq(rest) {
		if !strings.HasPrefix(w, "--") {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		r.now = Stage{}
		return
	}
	s, found := r.stages[strings.ToLower(words[0])]
	if !found {
		s = Stage{From: words[0]}
	}
	s.name, s.Ports = "", append([]int(nil), s.Ports...)
	if len(words) == 3 && strings.EqualFold(words[1], "as") {
		s.name = words[2]
	}
	r.now = s
}

// set takes NAME=value pairs, or the old form ENV NAME value. What is given to a build
// counts more than the default of an argument.
func (r *reader) set(word, rest string) {
	found := map[string]string{}
	if name, value, old := strings.Cut(strings.TrimSpace(rest), " "); old && !strings.Contains(name, "=") {
		found[name] = strings.TrimSpace(value)
	} else {
		for _, m := range assignment.FindAllStringSubmatch(rest, -1) {
			found[m[1]] = strings.Trim(m[2], `"'`)
		}
	}
	if word == "ARG" {
		for name := range strings.FieldsSeq(rest) {
			name, _, _ = strings.Cut(name, "=")
			if given, ok := r.args[name]; ok {
				found[name] = given
			}
		}
	}
	maps.Copy(r.values, found)
	if n, err := strconv.Atoi(r.values["PORT"]); err == nil && validPort(n) {
		r.now.Port = n
	}
}

func expand(text string, values map[string]string) string {
	return reference.ReplaceAllStringFunc(text, func(s string) string {
		m := reference.FindStringSubmatch(s)
		if v := values[m[1]+m[3]]; v != "" {
			return v
		}
		return m[2]
	})
}

// TCPPorts reads ports as EXPOSE has them, and compose files too: 80, 80/tcp, and of
// 3000-3005 all. Others have none.
func TCPPorts(text string) []int {
	text, protocol, _ := strings.Cut(strings.Trim(text, `"'`), "/")
	first, last, ranged := strings.Cut(text, "-")
	if !ranged {
		last = first
	}
	from, err := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err != nil || err2 != nil || !validPort(from) || !validPort(to) || protocol != "" && !strings.EqualFold(protocol, "tcp") {
		return nil
	}
	var ports []int
	for port := from; port <= to; port++ {
		ports = append(ports, port)
	}
	return ports
}

func validPort(n int) bool { return n > 0 && n < 1<<16 }

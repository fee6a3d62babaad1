package kamal

import (
	"regexp"
	"strconv"
	"strings"
)

// dockerStage is a stage of a Dockerfile.
type dockerStage struct {
	// ports are those that it exposes, with those of the stages that it is made from.
	ports []int
}

var (
	continuedLine = regexp.MustCompile(`\\[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*`)
	fromLine      = regexp.MustCompile(`(?i)^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$`)
	valueLine     = regexp.MustCompile(`(?i)^\s*(ARG|ENV)\s+(\w+)(?:=|\s+)?("[^"]*"|'[^']*'|\S*)`)
	exposeLine    = regexp.MustCompile(`(?i)^\s*EXPOSE\s+(.*)$`)
	valueOf       = regexp.MustCompile(`\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))`)
)

// readDockerfile gives the stage that is built: the target, or the last one. It
// reports false where there is no such stage.
func readDockerfile(text, target string, args map[string]string) (dockerStage, bool) {
	stages := map[string]dockerStage{}
	values := map[string]string{}
	var now dockerStage
	name, count := "", 0
	for line := range strings.Lines(continuedLine.ReplaceAllString(text, " ")) {
		line = strings.TrimRight(line, "\r\n")
		if m := fromLine.FindStringSubmatch(line); m != nil {
			if target != "" && isStage(target, name, count-1) {
				return now, true
			}
			base := stages[strings.ToLower(withValues(m[1], values))]
			now, name = dockerStage{ports: append([]int(nil), base.ports...)}, strings.ToLower(m[2])
			count++
		} else if m := valueLine.FindStringSubmatch(line); m != nil {
			value := withValues(strings.Trim(m[3], `"'`), values)
			if given, ok := args[m[2]]; ok && strings.EqualFold(m[1], "ARG") {
				value = given
			}
			if value != "" || strings.EqualFold(m[1], "ENV") {
				values[m[2]] = value
			}
		} else if m := exposeLine.FindStringSubmatch(line); m != nil {
			now.ports = append(now.ports, exposed(withValues(m[1], values))...)
		}
		if count > 0 && name != "" {
			stages[name] = now
		}
	}
	return now, target == "" || isStage(target, name, count-1)
}

// isStage reports whether a stage has a name, or a number.
func isStage(target, name string, number int) bool {
	return number >= 0 && (strings.EqualFold(target, name) || target == strconv.Itoa(number))
}

func withValues(text string, values map[string]string) string {
	return valueOf.ReplaceAllStringFunc(text, func(s string) string {
		m := valueOf.FindStringSubmatch(s)
		if v := values[m[1]+m[3]]; v != "" {
			return v
		}
		return m[2]
	})
}

// exposed reads ports of TCP: 80, 80/tcp, and of 3000-3005 all.
func exposed(text string) []int {
	var ports []int
	for field := range strings.FieldsSeq(text) {
		field, protocol, _ := strings.Cut(strings.Trim(field, `"'`), "/")
		first, last, ranged := strings.Cut(field, "-")
		if !ranged {
			last = first
		}
		from, err := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err != nil || err2 != nil || protocol != "" && !strings.EqualFold(protocol, "tcp") || to > 1<<16 {
			continue
		}
		for port := from; port <= to; port++ {
			ports = append(ports, port)
		}
	}
	return ports
}

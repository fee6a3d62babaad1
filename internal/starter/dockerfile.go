package starter

import (
	"regexp"
	"strconv"
	"strings"
)

// stage is a part of a Dockerfile that begins with FROM.
type stage struct {
	from, name string
	ports      []int
	port       int // of a variable PORT
	health     string
}

// usual are ports of base images, whose own EXPOSE is not seen here.
var usual = map[string]int{"nginx": 80, "caddy": 80, "httpd": 80, "php": 80}

// dockerfile reads where the app listens off the last stage of the Dockerfile.
func (f folder) dockerfile(p *Project) {
	p.Dockerfile = f.has("Dockerfile")
	last := lastStage(f.read("Dockerfile"))
	if last.health != "" {
		p.Health = last.health
	}
	base, _, _ := strings.Cut(last.from[strings.LastIndex(last.from, "/")+1:], ":")
	switch {
	case len(last.ports) > 0:
		p.Port, p.PortFrom = bestPort(last.ports), "EXPOSE in the Dockerfile"
	case last.port > 0:
		p.Port, p.PortFrom = last.port, "PORT in the Dockerfile"
	case usual[base] > 0:
		p.Port, p.PortFrom = usual[base], "its image "+last.from
	case p.PortFrom == "" && p.Port > 0:
		p.PortFrom = "what is usual for " + p.Framework
	}
}

// bestPort prefers the port of plain HTTP.
func bestPort(ports []int) int {
	best := 0
	for _, port := range ports {
		if port == 80 || best == 0 && port != 443 {
			best = port
		}
	}
	if best == 0 {
		best = ports[0]
	}
	return best
}

var (
	continued    = regexp.MustCompile("[\\\\`][ \t]*\r?\n([ \t]*#.*\r?\n)*")
	instruction  = regexp.MustCompile(`(?i)^\s*(FROM|EXPOSE|ENV|ARG|HEALTHCHECK)\s+(.*)$`)
	reference    = regexp.MustCompile(`\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))`)
	assignment   = regexp.MustCompile(`(\w+)=("[^"]*"|'[^']*'|\S*)`)
	healthOnHost = regexp.MustCompile(`https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[^/\s"']*)?(/[^\s"'|;)\]]*)`)
)

// lastStage gives the last stage, with what it has of those that it is made from.
func lastStage(text string) stage {
	stages := map[string]stage{}
	values := map[string]string{}
	var now stage
	keep := func() {
		if now.name != "" {
			stages[strings.ToLower(now.name)] = now
		}
	}
	for line := range strings.Lines(continued.ReplaceAllString(text, " ")) {
		m := instruction.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			continue
		}
		word, rest := strings.ToUpper(m[1]), expand(m[2], values)
		switch word {
		case "FROM":
			keep()
			now = fromStage(rest, stages)
		case "EXPOSE":
			for field := range strings.FieldsSeq(rest) {
				now.ports = append(now.ports, tcpPort(field)...)
			}
		case "ENV", "ARG":
			setAll(values, rest)
			if n, err := strconv.Atoi(values["PORT"]); err == nil && validPort(n) {
				now.port = n
			}
		case "HEALTHCHECK":
			if m := healthOnHost.FindStringSubmatch(rest); m != nil {
				now.health = m[1]
			}
		}
	}
	return now
}

// fromStage begins a stage: FROM [--platform=...] IMAGE [AS NAME].
func fromStage(rest string, stages map[string]stage) stage {
	var words []string
	for w := range strings.FieldsSeq(rest) {
		if !strings.HasPrefix(w, "--") {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return stage{}
	}
	s, found := stages[strings.ToLower(words[0])]
	if !found {
		s = stage{from: words[0]}
	}
	s.name, s.ports = "", append([]int(nil), s.ports...)
	if len(words) == 3 && strings.EqualFold(words[1], "as") {
		s.name = words[2]
	}
	return s
}

// setAll takes NAME=value pairs, or the old form ENV NAME value.
func setAll(values map[string]string, rest string) {
	pairs := assignment.FindAllStringSubmatch(rest, -1)
	if name, value, found := strings.Cut(strings.TrimSpace(rest), " "); found && !strings.Contains(name, "=") {
		values[name] = strings.TrimSpace(value)
		return
	}
	for _, m := range pairs {
		values[m[1]] = strings.Trim(m[2], `"'`)
	}
}

func expand(text string, values map[string]string) string {
	return reference.ReplaceAllStringFunc(text, func(s string) string {
		m := reference.FindStringSubmatch(s)
		if v, ok := values[m[1]+m[3]]; ok && v != "" {
			return v
		}
		return m[2]
	})
}

// tcpPort reads 80, 80/tcp or 3000-3005, of which the first counts.
func tcpPort(text string) []int {
	text, protocol, _ := strings.Cut(strings.Trim(text, `"'`), "/")
	if protocol != "" && !strings.EqualFold(protocol, "tcp") {
		return nil
	}
	text, _, _ = strings.Cut(text, "-")
	if n, err := strconv.Atoi(text); err == nil && validPort(n) {
		return []int{n}
	}
	return nil
}

func validPort(n int) bool { return n > 0 && n < 1<<16 }

package kamaltest

import (
	"cmp"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
)

var (
	timeInLine  = regexp.MustCompile(`\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\]`)
	renewal     = regexp.MustCompile(`echo LOCK \| cat; \} > \S+/details\.new`)
	codedInLine = regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}`)
)

// Transcript gives all that the hosts got so far as the text that golden files
// hold: a line "HOST: COMMAND" for each, below the steps of the operation as
// "# STEP". The further parts of a command that was made of several, which reach the
// host together, have a line "HOST+ COMMAND" each. Within a step the hosts come in the order of the step, this machine
// first; what one host got comes in the order in which it got it, but what roles that
// boot at once got comes role by role. Hosts and roles that work at once therefore
// don't make it vary.
//
// Times are shown as TIME, the details of a lock, which hold the time and the
// process, as LOCK, and random digits all as ab. The renewals of a lock that is
// held for long are left out.
func (r *Recorder) Transcript() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b strings.Builder
	for _, s := range r.steps {
		if s.name != "" && len(s.lines) > 0 {
			b.WriteString("# " + s.name + "\n")
		} else if len(s.lines) > 0 && b.Len() > 0 {
			b.WriteString("#\n")
		}
		for _, host := range s.order() {
			for _, n := range s.settled(host) {
				for i, part := range n.parts {
					b.WriteString(host + leads[min(i, 1)] + settle(part) + "\n")
				}
			}
		}
	}
	return b.String()
}

// Lines gives what one host got so far, written as in [Recorder.Transcript], but parts joined by &&.
func (r *Recorder) Lines(host string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var lines []string
	for _, s := range r.steps {
		for _, n := range s.settled(host) {
			lines = append(lines, settle(n.line))
		}
	}
	return lines
}

// leads stand between the host and the first part of a command, and each further one.
var leads = [2]string{": ", "+ "}

// settled gives the commands of a host as a transcript has them: of what was done at
// once, lane by lane.
func (s *step) settled(host string) []noted {
	var lines []noted
	var abreast []noted // not yet in lines
	end := func() {
		slices.SortStableFunc(abreast, func(a, b noted) int { return a.lane - b.lane })
		lines = append(lines, abreast...)
		abreast = nil
	}
	for _, n := range s.lines[host] {
		if renewal.MatchString(settle(n.line)) {
			continue
		}
		if n.lane == 0 {
			end()
		}
		abreast = append(abreast, n)
	}
	end()
	return lines
}

// order gives the hosts that got something: this machine, those of the step,
// and the others by name.
func (s *step) order() []string {
	var hosts []string
	for h := range s.lines {
		hosts = append(hosts, h)
	}
	place := func(h string) int {
		if h == Local {
			return -1
		}
		if i := slices.Index(s.hosts, h); i >= 0 {
			return i
		}
		return len(s.hosts)
	}
	slices.SortFunc(hosts, func(a, b string) int {
		return cmp.Or(place(a)-place(b), strings.Compare(a, b))
	})
	return hosts
}

// settle puts marks in place of what is never the same.
func settle(line string) string {
	line = uncount(line)
	line = timeInLine.ReplaceAllString(line, "[TIME]")
	return codedInLine.ReplaceAllStringFunc(line, func(coded string) string {
		if text, err := base64.StdEncoding.DecodeString(coded); err == nil && strings.HasPrefix(string(text), "Locked by: ") {
			return "LOCK"
		}
		return coded
	})
}

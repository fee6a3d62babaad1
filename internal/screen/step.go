package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/visible"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// step is one that runs.
type step struct {
	name         string
	hosts        []config.Host
	done, failed []config.Host
	began        time.Time
}

func (t *Terminal) stepStarted(e kamal.StepStarted) {
	if t.ticking == nil {
		t.print("%s%s", t.indent(), e.Words+onHosts(e.Hosts))
	}
	t.steps = append(t.steps, &step{name: e.Words, hosts: e.Hosts, began: t.now()})
}

func (t *Terminal) stepFinished(e kamal.StepFinished) {
	for i := len(t.steps) - 1; i >= 0; i-- {
		if t.steps[i].name == e.Words {
			t.steps = slices.Delete(t.steps, i, i+1)
			break
		}
	}
	t.outcome(e.Words+onHosts(e.Hosts), e.Took, e.Err)
}

func onHosts(hosts []config.Host) string {
	switch len(hosts) {
	case 0:
		return ""
	case 1:
		return " on " + string(hosts[0])
	}
	return fmt.Sprintf(" on %d hosts", len(hosts))
}

// indent is as deep as steps are nested.
func (t *Terminal) indent() string { return strings.Repeat("  ", len(t.steps)) }

// progress gives the live lines: each step with a tick for each host that is
// done, and the time. There are none on plain streams, nor after the end.
func (t *Terminal) progress() []liveLine {
	if t.ticking == nil || t.ended {
		return nil
	}
	lines := make([]liveLine, len(t.steps))
	for i, s := range t.steps {
		lines[i] = liveLine{
			left:  oneLine(strings.Repeat("  ", i) + t.marks.running + " " + s.name + onHosts(s.hosts) + " " + s.ticks(t.marks)),
			right: Seconds(t.now().Sub(s.began).Truncate(time.Second)),
		}
	}
	return lines
}

// oneLine makes a text safe to show in one line.
func oneLine(text string) string { return visible.Text(lineEnds.Replace(text)) }

var lineEnds = strings.NewReplacer("\n", " ", "\t", " ")

// ticks are one sign a host, up to the number that fits a line.
func (s *step) ticks(m marks) string {
	if len(s.hosts) < 2 {
		return ""
	}
	if len(s.hosts) > 40 {
		return fmt.Sprintf("%d/%d ", len(s.done)+len(s.failed), len(s.hosts))
	}
	signs := strings.Repeat(m.done, len(s.done)) + strings.Repeat(m.failed, len(s.failed))
	return signs + strings.Repeat(m.running, max(0, len(s.hosts)-len(s.done)-len(s.failed))) + " "
}

// hostEnded counts a host of the innermost step that works on it.
func (t *Terminal) hostEnded(h config.Host, failed bool) {
	for _, s := range slices.Backward(t.steps) {
		if !slices.Contains(s.hosts, h) {
			continue
		}
		list := &s.done
		if failed {
			list = &s.failed
		}
		if !slices.Contains(*list, h) {
			*list = append(*list, h)
		}
		return
	}
}

package timeline

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal/config"
)

// story is all that is to be shown of a run.
type story struct {
	title   string
	began   time.Time
	took    time.Duration
	failure string
	rows    []row

	interrupted bool
}

// row is what is shown beside one label.
type row struct {
	label string
	band  bool // of the run, above those of the hosts
	host  bool
	lanes int
	spans []*span // in the order in which they began
	waits []*span
	marks []mark
}

// story tells the run as it stands now.
func (t *Timeline) story(result error) story {
	s := story{title: t.options.Title, began: t.began, took: t.now()}
	if result != nil {
		s.failure, s.interrupted = t.clear(result.Error()), journal.Interrupted(result)
	}
	for _, x := range t.spans {
		if !x.ended {
			x.end = s.took
		}
		if x.script != nil {
			x.script.end = max(x.script.end, x.end)
			x.script.ended = x.script.ended && x.ended
		}
		x.name, x.line, x.failure = t.clear(x.name), t.clear(x.line), t.clear(x.failure)
	}
	for i := range t.marks {
		t.marks[i].text = t.clear(t.marks[i].text)
	}
	s.rows = append(t.bands(), t.hostRows()...)
	for i := range s.rows {
		s.rows[i].lanes = arrange(s.rows[i].spans)
	}
	return s
}

// bands are the rows above those of the hosts.
func (t *Timeline) bands() []row {
	var rows []row
	for _, band := range []struct {
		kind  kind
		label string
	}{{step, "Steps"}, {hook, "Hooks"}, {lock, "Deploy lock"}} {
		r := row{label: band.label, band: true, spans: filter(t.spans, func(s *span) bool { return s.kind == band.kind })}
		if band.kind == step {
			r.marks = filter(t.marks, func(m mark) bool { return m.host == "" })
		}
		if len(r.spans) > 0 || len(r.marks) > 0 {
			rows = append(rows, r)
		}
	}
	return rows
}

// hostRows are the rows of this machine and of the hosts.
func (t *Timeline) hostRows() []row {
	for _, m := range t.marks {
		if m.host != "" {
			t.hosts.add(m.host)
		}
	}
	rows := make(map[config.Host]*row, len(t.hosts))
	for h := range t.hosts {
		rows[h] = &row{label: cmp.Or(string(h), "This machine"), host: h != ""}
	}
	for _, s := range t.spans {
		r := rows[s.host]
		switch {
		case s.kind == command || s.kind == script:
			r.spans = append(r.spans, s)
		case s.kind == wait && r != nil:
			r.waits = append(r.waits, s)
		}
	}
	for _, m := range t.marks {
		if m.host != "" {
			rows[m.host].marks = append(rows[m.host].marks, m)
		}
	}
	t.addWaits(rows)
	order := slices.SortedFunc(maps.Keys(rows), func(a, b config.Host) int {
		return cmp.Or(compareEmpty(a, b), cmp.Compare(t.hosts[a], t.hosts[b]))
	})
	list := make([]row, len(order))
	for i, h := range order {
		list[i] = *rows[h]
	}
	return list
}

// compareEmpty puts this machine first.
func compareEmpty(a, b config.Host) int {
	switch {
	case a == "" && b != "":
		return -1
	case a != "" && b == "":
		return 1
	}
	return 0
}

// arrange gives spans that overlap lanes of their own, and the number of lanes.
// Commands that were sent together share one.
func arrange(spans []*span) int {
	var ends []time.Duration
	for _, s := range spans {
		if s.script != nil {
			continue
		}
		free := slices.IndexFunc(ends, func(end time.Duration) bool { return end <= s.began })
		if free < 0 {
			free = len(ends)
			ends = append(ends, 0)
		}
		s.lane, ends[free] = free, s.end
	}
	for _, s := range spans {
		if s.script != nil {
			s.lane = s.script.lane
		}
	}
	return max(len(ends), 1)
}

func (t *Timeline) clear(text string) string {
	if t.options.Mask == nil {
		return text
	}
	return t.options.Mask(text)
}

func filter[T any](all []T, keep func(T) bool) []T {
	var kept []T
	for _, x := range all {
		if keep(x) {
			kept = append(kept, x)
		}
	}
	return kept
}

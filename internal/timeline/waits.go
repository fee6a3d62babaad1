package timeline

import (
	"cmp"
	"slices"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// shortest is the shortest wait that is shown.
const shortest = 10 * time.Millisecond

// addWaits adds when the hosts of a step had nothing to do in it.
func (t *Timeline) addWaits(rows map[config.Host]*row) {
	for _, s := range t.spans {
		for h, v := range s.hosts {
			if r := rows[h]; r != nil {
				r.waits = append(r.waits, waitsIn(s, h, *v, r.spans)...)
			}
		}
	}
	for _, r := range rows {
		r.waits = apart(r.waits)
	}
}

// waitsIn gives the waits of a host in a step, by its commands.
func waitsIn(s *span, h config.Host, v visit, commands []*span) []*span {
	at, end := s.began, s.end
	if v.done {
		end = v.at
	}
	var waits []*span
	add := func(why string, until time.Duration) {
		if until-at >= shortest {
			waits = append(waits, &span{key: key{kind: wait, host: h}, name: why + " in the step: " + s.name, began: at, end: until, ended: true})
		}
		at = max(at, until)
	}
	why := "waits for its turn"
	first, _ := slices.BinarySearchFunc(commands, s.began, func(c *span, at time.Duration) int { return cmp.Compare(c.began, at) })
	for _, c := range commands[first:] {
		if c.began >= end {
			break
		}
		add(why, c.began)
		at, why = max(at, c.end), "waits before it goes on"
	}
	add(why, end)
	if v.done {
		at = end
		add("waits for the other hosts", s.end)
	}
	return waits
}

// apart sorts waits, and takes from each what the one before it covers.
func apart(waits []*span) []*span {
	slices.SortStableFunc(waits, func(a, b *span) int { return cmp.Or(cmp.Compare(a.began, b.began), cmp.Compare(b.end, a.end)) })
	var last time.Duration
	return filter(waits, func(w *span) bool {
		w.began = max(w.began, last)
		last = max(last, w.end)
		return w.took() >= shortest
	})
}

package timeline

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/kamal-go/kamal/internal/visible"
)

// trace is a file of trace events. Each row is a process, each of its lanes a
// thread; waits have the thread 0.
type trace struct {
	Events []traceEvent      `json:"traceEvents"`
	Unit   string            `json:"displayTimeUnit"`
	Other  map[string]string `json:"otherData"`
}

// traceEvent is one event: Phase is X for what takes time, i for a mark, M for a
// name. Time and Took are in microseconds.
type traceEvent struct {
	Name     string         `json:"name"`
	Category string         `json:"cat,omitempty"`
	Phase    string         `json:"ph"`
	Time     float64        `json:"ts"`
	Took     *float64       `json:"dur,omitempty"`
	Process  int            `json:"pid"`
	Thread   int            `json:"tid"`
	Scope    string         `json:"s,omitempty"`
	Args     map[string]any `json:"args,omitempty"`
}

// traceEvents gives a story as trace events.
func traceEvents(s story) ([]byte, error) {
	t := trace{Unit: "ms", Events: []traceEvent{}, Other: map[string]string{
		"title": s.title, "began": s.began.UTC().Format(time.RFC3339Nano), "took": s.took.String(),
	}}
	switch {
	case s.interrupted:
		t.Other["interrupted"] = s.failure
	case s.failure != "":
		t.Other["error"] = s.failure
	}
	for i, r := range s.rows {
		t.Events = append(t.Events, r.events(i+1)...)
	}
	text, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return nil, err
	}
	return append(visible.JSON(text), '\n'), nil
}

func (r row) events(process int) []traceEvent {
	list := []traceEvent{
		{Name: "process_name", Phase: "M", Process: process, Args: map[string]any{"name": r.label}},
		{Name: "process_sort_index", Phase: "M", Process: process, Args: map[string]any{"sort_index": process}},
	}
	if len(r.waits) > 0 {
		list = append(list, traceEvent{Name: "thread_name", Phase: "M", Process: process, Args: map[string]any{"name": "waits"}})
	}
	for _, s := range slices.Concat(r.waits, r.spans) {
		list = append(list, s.event(process))
	}
	for _, m := range r.marks {
		list = append(list, traceEvent{Name: m.text, Category: string(m.level), Phase: "i", Time: micros(m.at), Process: process, Scope: "p"})
	}
	return list
}

func (s *span) event(process int) traceEvent {
	e := traceEvent{
		Name: cmp.Or(s.name, s.line), Category: string(s.kind), Phase: "X", Time: micros(s.began), Took: new(micros(s.took())), Process: process, Thread: s.lane + 1,
		Args: map[string]any{},
	}
	if s.kind == wait {
		e.Thread = 0
	}
	if s.line != "" {
		e.Args["command"] = s.line
	}
	if s.failure != "" {
		e.Args["error"] = s.failure
	}
	if s.interrupted {
		e.Args["interrupted"] = true
	}
	if s.optional {
		e.Args["optional"] = true
	}
	if s.kind == command && s.of > 0 {
		e.Args["part"], e.Args["of"] = s.part, s.of
	}
	if !s.ended {
		e.Args["unfinished"] = true
	}
	return e
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

package timeline

import (
	"slices"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// note notes what an event begins and ends.
func (t *Timeline) note(e kamal.Event) {
	switch e := e.(type) {
	case kamal.StepStarted:
		s := t.begin(key{kind: step, text: e.Words}, e.Words)
		s.hosts = map[config.Host]*visit{}
		for _, h := range e.Hosts {
			t.hosts.add(h)
			s.hosts[h] = &visit{}
		}
	case kamal.StepFinished:
		t.end(key{kind: step, text: e.Words}, e.Err)
	case kamal.HookStarted:
		t.begin(key{kind: hook, text: e.Hook}, e.Hook)
	case kamal.HookFinished:
		t.end(key{kind: hook, text: e.Hook}, e.Err)
	case kamal.CommandStarted:
		t.commandStarted(e)
	case kamal.CommandFinished:
		t.commandFinished(e)
	case kamal.HostFinished:
		t.hostDone(e.Host)
	case kamal.HostFailed:
		t.hostDone(e.Host)
	default:
		t.noteLock(e)
	}
}

// noteLock notes how long the lock was waited for, and held.
func (t *Timeline) noteLock(e kamal.Event) {
	switch e := e.(type) {
	case kamal.LockHeld:
		if k := (key{kind: wait, host: e.Host}); e.Waiting && len(t.open[k]) == 0 {
			t.begin(k, "waits for the deploy lock")
		}
	case kamal.LockAcquired:
		t.end(key{kind: wait, host: e.Host}, nil)
		t.begin(key{kind: lock, host: e.Host}, "lock on "+string(e.Host))
	case kamal.LockReleased:
		t.end(key{kind: lock, host: e.Host}, nil)
	}
}

func (t *Timeline) commandStarted(e kamal.CommandStarted) {
	t.hosts.add(e.Host)
	var together *span
	if e.Of > 1 {
		together = t.scriptOf(e)
	}
	s := t.begin(key{command, e.Host, e.Line, e.Part}, e.Name)
	s.line, s.of, s.script = e.Line, e.Of, together
}

// scriptOf finds the script that a command is the next part of, or begins it.
func (t *Timeline) scriptOf(e kamal.CommandStarted) *span {
	for _, x := range t.scripts[e.Host] {
		if x.of == e.Of && x.part == e.Part-1 {
			x.name += ", " + e.Name
			x.part = e.Part
			return x
		}
	}
	x := &span{key: key{kind: script, host: e.Host, part: e.Part}, name: e.Name, began: t.now(), of: e.Of}
	t.spans = append(t.spans, x)
	t.scripts[e.Host] = append(t.scripts[e.Host], x)
	return x
}

func (t *Timeline) commandFinished(e kamal.CommandFinished) {
	s := t.end(key{command, e.Host, e.Line, e.Part}, e.Err)
	if s == nil {
		return
	}
	s.optional = e.Optional
	if s.script == nil {
		return
	}
	s.script.ended, s.script.end = true, s.end
	if s.part == s.of || e.Err != nil && !e.Optional {
		t.scripts[s.host] = slices.DeleteFunc(t.scripts[s.host], func(x *span) bool { return x == s.script })
	}
}

// hostDone notes that a host is through with the step that began last with it.
func (t *Timeline) hostDone(h config.Host) {
	for _, s := range slices.Backward(t.spans) {
		if s.kind != step || s.ended {
			continue
		}
		if v := s.hosts[h]; v != nil {
			v.done, v.at = true, t.now()
			return
		}
	}
}

// begin begins a span.
func (t *Timeline) begin(k key, name string) *span {
	s := &span{key: k, name: name, began: t.now()}
	t.spans = append(t.spans, s)
	t.open[k] = append(t.open[k], s)
	return s
}

// end ends the span that began first of those that are alike; without one it gives
// nil.
func (t *Timeline) end(k key, err error) *span {
	open := t.open[k]
	if len(open) == 0 {
		return nil
	}
	t.open[k] = open[1:]
	s := open[0]
	s.ended, s.end = true, t.now()
	switch {
	case journal.Interrupted(err):
		s.interrupted = true
	case err != nil:
		s.failure = err.Error()
	}
	return s
}

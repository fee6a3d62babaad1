package otel

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// trace makes spans of events: one for the run; in it one for each step, hook, and
// command outside of steps, and for the time in which the lock was held; in a step
// those of its commands. Commands that go to a host together are in one of their own.
type trace struct {
	id, root string

	mu      sync.Mutex
	steps   []*openSpan
	locks   []*openSpan
	scripts []*openSpan
}

// openSpan is a span that has begun.
type openSpan struct {
	span
	began time.Time
	host  config.Host
	hosts map[config.Host]bool // of a step
	part  int                  // the last part of a script that has begun
	of    int
}

func newTrace(run string) *trace {
	t := &trace{id: strings.ReplaceAll(run, "-", ""), root: newSpanID()}
	if b, err := hex.DecodeString(t.id); err != nil || len(b) != 16 {
		t.id = strings.ReplaceAll(journal.NewID(), "-", "")
	}
	return t
}

func newSpanID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

func (t *trace) newSpan(parent, name string, kind int) span {
	return span{TraceID: t.id, SpanID: newSpanID(), Parent: parent, Name: name, Kind: kind}
}

// handle gives the spans that an event ends.
func (t *trace) handle(now time.Time, e kamal.Event) []span {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := e.(type) {
	case kamal.StepStarted:
		x := &openSpan{span: t.newSpan(t.root, e.Words, kindInternal), began: now, hosts: map[config.Host]bool{}}
		for _, h := range e.Hosts {
			x.hosts[h] = true
		}
		t.steps = append(t.steps, x)
	case kamal.StepFinished:
		return endedOf(&t.steps, now, e.Err, func(x *openSpan) bool { return x.Name == e.Words })
	case kamal.HookFinished:
		return []span{t.newSpan(t.root, "hook "+e.Hook, kindInternal).between(now.Add(-e.Took), now).failedWith(e.Err)}
	case kamal.LockAcquired:
		x := &openSpan{span: t.newSpan(t.root, "holding the deploy lock", kindInternal), began: now, host: e.Host}
		x.span = x.with(textAttribute("server.address", string(e.Host)))
		t.locks = append(t.locks, x)
	case kamal.LockReleased:
		return endedOf(&t.locks, now, nil, func(x *openSpan) bool { return x.host == e.Host })
	case kamal.CommandStarted:
		t.partStarted(now, e)
	case kamal.CommandFinished:
		return t.commandFinished(now, e)
	}
	return nil
}

// partStarted begins a script with its first part.
func (t *trace) partStarted(now time.Time, e kamal.CommandStarted) {
	if e.Of < 2 {
		return
	}
	i := slices.IndexFunc(t.scripts, func(x *openSpan) bool { return x.host == e.Host && x.of == e.Of && x.part == e.Part-1 })
	if i >= 0 {
		t.scripts[i].part = e.Part
		return
	}
	x := &openSpan{
		span:  t.newSpan(t.parentOn(e.Host), fmt.Sprintf("%d commands sent together", e.Of), kindClient),
		began: now, host: e.Host, part: e.Part, of: e.Of,
	}
	x.span = x.with(textAttribute("server.address", string(e.Host)))
	t.scripts = append(t.scripts, x)
}

func (t *trace) commandFinished(now time.Time, e kamal.CommandFinished) []span {
	kind := kindClient
	if e.Host == "" {
		kind = kindInternal
	}
	s := t.newSpan(t.parentOn(e.Host), e.Name, kind).between(now.Add(-e.Took), now).
		with(textAttribute("server.address", string(e.Host)), textAttribute("process.command_line", cut(e.Line)))
	err := e.Err
	if e.Optional && err != nil {
		s, err = s.with(truthAttribute("kamal.optional", true), textAttribute("error.message", cut(err.Error()))), nil
	}
	s = s.failedWith(err)
	if e.Of < 2 {
		return []span{s}
	}
	s = s.with(countAttribute("kamal.part", e.Part), countAttribute("kamal.parts", e.Of))
	here := func(x *openSpan) bool { return x.host == e.Host && x.of == e.Of && x.part == e.Part }
	if i := slices.IndexFunc(t.scripts, here); i >= 0 {
		s.Parent = t.scripts[i].SpanID
	}
	if e.Part < e.Of && err == nil {
		return []span{s}
	}
	return append([]span{s}, endedOf(&t.scripts, now, err, here)...)
}

// parentOn is the step that began last of those that a host is in, or the run.
func (t *trace) parentOn(h config.Host) string {
	for _, x := range slices.Backward(t.steps) {
		if x.hosts[h] || h == "" && len(x.hosts) == 0 {
			return x.SpanID
		}
	}
	return t.root
}

// endedOf ends the first span that is meant, if there is one.
func endedOf(open *[]*openSpan, now time.Time, err error, meant func(*openSpan) bool) []span {
	i := slices.IndexFunc(*open, meant)
	if i < 0 {
		return nil
	}
	x := (*open)[i]
	*open = slices.Delete(*open, i, i+1)
	return []span{x.between(x.began, now).failedWith(err)}
}

var errUnfinished = errors.New("it had not ended when the run did")

// rest gives the spans that have not ended.
func (t *trace) rest(now time.Time) []span {
	t.mu.Lock()
	defer t.mu.Unlock()
	var spans []span
	for _, x := range slices.Concat(t.steps, t.locks, t.scripts) {
		spans = append(spans, x.between(x.began, now).failedWith(errUnfinished))
	}
	t.steps, t.locks, t.scripts = nil, nil, nil
	return spans
}

// whole is the span of the run.
func (t *trace) whole(run journal.Run, began, now time.Time, err error) span {
	s := span{TraceID: t.id, SpanID: t.root, Name: run.Command, Kind: kindInternal}
	return s.between(began, now).failedWith(err).with(textAttribute("kamal.command", run.Command))
}

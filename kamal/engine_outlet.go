package kamal

import (
	"errors"
	"io"
	"sync"
)

// sink takes what one place prints, and is told of its end.
type sink interface {
	io.Writer
	end(err error)
}

// rawSink hands bytes on as they are.
type rawSink struct {
	write func([]byte)
	err   error
}

func newRawSink(d *delivery, to io.Writer) *rawSink {
	s := &rawSink{}
	s.write = shielded(d, func(b []byte) { _, s.err = to.Write(b) })
	return s
}

// Write implements io.Writer.
func (s *rawSink) Write(b []byte) (int, error) {
	if s.write(b); s.err != nil {
		return 0, s.err
	}
	return len(b), nil
}

func (*rawSink) end(error) {}

// outlet hands on what several places print at once, place after place. That of
// the first place which has not ended goes straight on; the others' waits.
type outlet struct {
	raw   bool // bytes as they are; else secrets are masked before
	whose []Piece
	sinks []sink

	mu      sync.Mutex
	current int
	waiting []spool
	ended   []bool
	errs    []error
}

// outlet gives the outlet for places in the order of their results; nil where
// results hold the text.
func (eng *engine) outlet(raw io.Writer, pieces func(Piece), whose []Piece) *outlet {
	if raw == nil && pieces == nil {
		return nil
	}
	o := &outlet{
		raw: raw != nil, whose: whose, sinks: make([]sink, len(whose)),
		waiting: make([]spool, len(whose)), ended: make([]bool, len(whose)), errs: make([]error, len(whose)),
	}
	if raw != nil {
		all := newRawSink(eng.run.delivery, raw)
		for i := range o.sinks {
			o.sinks[i] = all
		}
		return o
	}
	pieces = shielded(eng.run.delivery, pieces)
	for i, w := range whose {
		o.sinks[i] = newPieceSink(w, pieces)
	}
	return o
}

// of runs what prints the text of one place: to the writer, or, if that is nil,
// as its result.
func (o *outlet) of(whose Piece, run func(to io.Writer) (string, error)) (string, error) {
	if o == nil {
		return run(nil)
	}
	for i, w := range o.whose {
		if w.Host == whose.Host && w.Role == whose.Role && w.Accessory == whose.Accessory {
			_, err := run(turn{o, i})
			return "", errors.Join(err, o.end(i, err))
		}
	}
	panic("kamal: a place without a turn") // the caller lists all places
}

// turn is the writer of one place.
type turn struct {
	outlet *outlet
	i      int
}

// Write implements io.Writer.
func (t turn) Write(b []byte) (int, error) {
	o := t.outlet
	o.mu.Lock()
	defer o.mu.Unlock()
	if t.i == o.current {
		return o.sinks[t.i].Write(b)
	}
	return o.waiting[t.i].Write(b)
}

// end tells that a place has nothing more to say, and hands on what waited for
// that. It gives the error of the place's own waiting text, if it could not be
// handed on.
func (o *outlet) end(i int, err error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended[i], o.errs[i] = true, err
	var failed error
	for o.current < len(o.sinks) && o.ended[o.current] {
		o.sinks[o.current].end(o.errs[o.current])
		o.current++
		if o.current < len(o.sinks) {
			failed = errors.Join(failed, o.waiting[o.current].moveTo(o.sinks[o.current]))
		}
	}
	return failed
}

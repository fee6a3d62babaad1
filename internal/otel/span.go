package otel

import (
	"strconv"
	"time"

	"github.com/kamal-go/kamal/internal/journal"
)

// span is a span as OTLP has it in JSON.
type span struct {
	TraceID    string      `json:"traceId"`
	SpanID     string      `json:"spanId"`
	Parent     string      `json:"parentSpanId,omitempty"`
	Name       string      `json:"name"`
	Kind       int         `json:"kind"`
	Start      string      `json:"startTimeUnixNano"`
	End        string      `json:"endTimeUnixNano"`
	Attributes []attribute `json:"attributes,omitempty"`
	Status     status      `json:"status"`
}

type status struct {
	Code    int    `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

// The kinds and codes that are used of OpenTelemetry's.
const (
	kindInternal = 1
	kindClient   = 3 // a request to something remote
	codeError    = 2
)

// spanOverhead is how much memory a span takes besides its texts, about.
const spanOverhead = 1024

func (s span) size() int {
	n := spanOverhead + len(s.Name) + len(s.Status.Message)
	for _, a := range s.Attributes {
		if a.Value.Text != nil {
			n += len(*a.Value.Text)
		}
	}
	return n
}

// between sets when the span was.
func (s span) between(start, end time.Time) span {
	s.Start, s.End = strconv.FormatInt(start.UnixNano(), 10), strconv.FormatInt(end.UnixNano(), 10)
	return s
}

// failedWith sets its status; nil leaves it as it is, and so does an interruption,
// which is told beside it.
func (s span) failedWith(err error) span {
	switch {
	case journal.Interrupted(err):
		return s.with(truthAttribute("kamal.interrupted", true))
	case err != nil:
		s.Status = status{codeError, cut(err.Error())}
	}
	return s
}

func (s span) with(all ...attribute) span {
	s.Attributes = append(s.Attributes, known(all...)...)
	return s
}

package otel

import (
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/kamal-go/kamal/internal/journal"
)

// textLimit is how much of a text is shipped, in bytes.
const textLimit = 16 << 10

// recordOverhead is how much memory a record takes besides its text, about.
const recordOverhead = 512

// record is a log record as OTLP has it in JSON.
type record struct {
	Time           string      `json:"timeUnixNano"`
	Observed       string      `json:"observedTimeUnixNano"`
	SeverityNumber int         `json:"severityNumber"`
	SeverityText   string      `json:"severityText"`
	Body           value       `json:"body"`
	Attributes     []attribute `json:"attributes,omitempty"`
	EventName      string      `json:"eventName,omitempty"`
	TraceID        string      `json:"traceId,omitempty"`
	SpanID         string      `json:"spanId,omitempty"`
}

// severities are the numbers and names that OpenTelemetry has for levels.
var severities = map[journal.Level]struct {
	number int
	text   string
}{
	journal.Debug: {5, "DEBUG"}, journal.Info: {9, "INFO"}, journal.Warning: {13, "WARN"}, journal.Error: {17, "ERROR"},
}

var streams = map[journal.Kind]string{journal.Stdout: "stdout", journal.Stderr: "stderr"}

func newRecord(at time.Time, level journal.Level, text string) record {
	nano, severity := strconv.FormatInt(at.UnixNano(), 10), severities[level]
	return record{
		Time: nano, Observed: nano, SeverityNumber: severity.number, SeverityText: severity.text, Body: textValue(cut(text)),
	}
}

// recordOf gives the record of an entry.
func recordOf(at time.Time, e journal.Entry) record {
	r := newRecord(at, e.Level, e.Text)
	r.Attributes = known(
		textAttribute("server.address", string(e.Host)),
		textAttribute("log.iostream", streams[e.Kind]),
	)
	return r
}

// started is the event of a run's beginning.
func started(at time.Time, run journal.Run) record {
	r := newRecord(at, journal.Info, run.Command+" started")
	r.EventName = "kamal.start"
	r.Attributes = append(known(textAttribute("kamal.command", run.Command)), deployment(run, "")...)
	return r
}

// ended is the event of a run's end.
func ended(at time.Time, run journal.Run, took time.Duration, err error) record {
	r := newRecord(at, journal.Info, run.Command+" completed in "+journal.Seconds(took))
	r.EventName = "kamal.complete"
	status := "succeeded"
	switch {
	case journal.Interrupted(err):
		r = newRecord(at, journal.Warning, run.Command+" interrupted after "+journal.Seconds(took))
		r.EventName = "kamal.interrupted"
		status = "interrupted"
	case err != nil:
		r = newRecord(at, journal.Error, run.Command+" failed after "+journal.Seconds(took)+": "+journal.Failure(err))
		r.EventName = "kamal.failed"
		status = "failed"
	}
	r.Attributes = known(textAttribute("kamal.command", run.Command))
	r.Attributes = append(r.Attributes, attribute{"kamal.runtime", numberValue(took.Seconds())})
	r.Attributes = append(r.Attributes, deployment(run, status)...)
	return r
}

// deployment describes what a run deploys, if it does.
func deployment(run journal.Run, status string) []attribute {
	name := run.Deployment()
	if name == "" {
		return nil
	}
	return known(
		textAttribute("deployment.id", run.ID),
		textAttribute("deployment.name", name),
		textAttribute("deployment.status", status),
	)
}

func (r record) size() int { return recordOverhead + len(*r.Body.Text) }

// cut shortens a text that is too long.
func cut(text string) string {
	if len(text) <= textLimit {
		return text
	}
	end := textLimit
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}

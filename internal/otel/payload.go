package otel

import (
	"slices"
	"strconv"

	"github.com/kamal-go/kamal/internal/journal"
)

// scopeName names this program as the origin of the records.
const scopeName = "github.com/kamal-go/kamal"

// payload is what one request posts.
type payload struct {
	ResourceLogs [1]resourceLogs `json:"resourceLogs"`
}

type resourceLogs struct {
	Resource  resource     `json:"resource"`
	ScopeLogs [1]scopeLogs `json:"scopeLogs"`
}

type resource struct {
	Attributes []attribute `json:"attributes"`
}

type scopeLogs struct {
	Scope   scope    `json:"scope"`
	Records []record `json:"logRecords"`
}

type scope struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

type attribute struct {
	Key   string `json:"key"`
	Value value  `json:"value"`
}

// value has one of its fields.
type value struct {
	Text   *string  `json:"stringValue,omitempty"`
	Number *float64 `json:"doubleValue,omitempty"`
	Count  *string  `json:"intValue,omitempty"` // 64 bits are text in JSON
	Truth  *bool    `json:"boolValue,omitempty"`
}

func newPayload(run journal.Run, records []record) payload {
	return payload{[1]resourceLogs{{
		Resource: resource{resourceAttributes(run)},
		ScopeLogs: [1]scopeLogs{{
			Scope:   scope{Name: scopeName, Version: run.Program},
			Records: records,
		}},
	}}}
}

func resourceAttributes(run journal.Run) []attribute {
	return known(
		textAttribute("service.name", "kamal"),
		textAttribute("service.version", run.Program),
		textAttribute("kamal.run_id", run.ID),
		textAttribute("service.namespace", run.Service),
		textAttribute("kamal.deploy_version", string(run.Version)),
		textAttribute("kamal.performer", run.Performer),
		textAttribute("deployment.environment.name", run.Destination),
	)
}

func textAttribute(key, text string) attribute { return attribute{key, textValue(text)} }

// known leaves out the attributes without a text.
func known(all ...attribute) []attribute {
	return slices.DeleteFunc(all, func(a attribute) bool { return a.Value.Text != nil && *a.Value.Text == "" })
}

func textValue(text string) value { return value{Text: &text} }

func numberValue(n float64) value { return value{Number: &n} }

func countAttribute(key string, n int) attribute {
	return attribute{key, value{Count: new(strconv.Itoa(n))}}
}

func truthAttribute(key string, is bool) attribute { return attribute{key, value{Truth: &is}} }

// tracePayload is what one request posts of spans.
type tracePayload struct {
	ResourceSpans [1]resourceSpans `json:"resourceSpans"`
}

type resourceSpans struct {
	Resource   resource      `json:"resource"`
	ScopeSpans [1]scopeSpans `json:"scopeSpans"`
}

type scopeSpans struct {
	Scope scope  `json:"scope"`
	Spans []span `json:"spans"`
}

func newTracePayload(run journal.Run, spans []span) tracePayload {
	return tracePayload{[1]resourceSpans{{
		Resource:   resource{resourceAttributes(run)},
		ScopeSpans: [1]scopeSpans{{Scope: scope{Name: scopeName, Version: run.Program}, Spans: spans}},
	}}}
}

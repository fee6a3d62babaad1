package otel

import (
	"slices"

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
		textAttribute("kamal.deploy_version", run.Version.String()),
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

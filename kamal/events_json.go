package kamal

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/kamal-go/kamal/internal/visible"
	"github.com/kamal-go/kamal/kamal/config"
)

// EventJSON gives an event as a line of JSON with its end, in the form that
// `kamal --output json` prints and docs/json.md describes: keys that an event does not
// have are left out, new ones may come, and "schema" rises when one goes away or means
// something else. An event without a time gets that of the call; none has no line.
//
//	kamal.WithEvents(func(e kamal.Event) { w.Write(kamal.EventJSON(e)) })
func EventJSON(e Event) []byte {
	if e == nil {
		return nil
	}
	l, head := eventLineOf(e), e.At()
	if head.Time.IsZero() {
		head.Time = time.Now()
	}
	l.Schema, l.Time = eventSchema, head.Time.UTC().Format(time.RFC3339Nano)
	l.Host, l.StepName, l.Number = head.Host, head.Step, head.Command
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(l); err != nil {
		panic(err) // no event holds what can't be encoded
	}
	return visible.JSON(b.Bytes())
}

// eventSchema is the version of the form of these lines.
const eventSchema = 1

// eventLine is one line.
type eventLine struct {
	Schema   int            `json:"schema"`
	Time     string         `json:"time"`
	Event    string         `json:"event"`
	Step     string         `json:"step,omitempty"`
	StepName Step           `json:"step_name,omitempty"`
	Subject  string         `json:"subject,omitempty"`
	Hosts    []config.Host  `json:"hosts,omitempty"`
	Group    []config.Host  `json:"group,omitempty"`
	Host     config.Host    `json:"host,omitempty"`
	Role     string         `json:"role,omitempty"`
	Number   int            `json:"number,omitempty"`
	Command  string         `json:"command,omitempty"`
	Name     string         `json:"name,omitempty"`
	Part     int            `json:"part,omitempty"`
	Of       int            `json:"of,omitempty"`
	Hook     string         `json:"hook,omitempty"`
	Stream   string         `json:"stream,omitempty"`
	Text     *string        `json:"text,omitempty"`
	Data     *containerData `json:"data,omitempty"`
	Seconds  *float64       `json:"seconds,omitempty"`
	Optional bool           `json:"optional,omitempty"`
	Waiting  bool           `json:"waiting,omitempty"`
	Error    string         `json:"error,omitempty"`
	Version  config.Version `json:"version,omitempty"`
}

// eventLineOf gives the line for an event, but for what all have.
func eventLineOf(e Event) eventLine {
	switch e := e.(type) {
	case StepStarted:
		return eventLine{Event: "step_started", Step: e.Words, Subject: e.Subject, Hosts: e.Hosts, Group: e.Group}
	case StepFinished:
		return eventLine{Event: "step_finished", Step: e.Words, Subject: e.Subject, Hosts: e.Hosts, Group: e.Group, Seconds: took(e.Took), Error: said(e.Err)}
	case CommandStarted:
		return eventLine{Event: "command_started", Command: e.Line, Name: e.Name, Part: e.Part, Of: e.Of}
	case CommandFinished:
		return eventLine{
			Event: "command_finished", Command: e.Line, Name: e.Name, Part: e.Part, Of: e.Of,
			Seconds: took(e.Took), Error: said(e.Err), Optional: e.Optional,
		}
	case Printed:
		return eventLine{Event: "output", Stream: streamName(e), Text: &e.Text}
	case HookStarted:
		return eventLine{Event: "hook_started", Hook: e.Hook}
	case HookFinished:
		return eventLine{Event: "hook_finished", Hook: e.Hook, Text: &e.Output, Seconds: took(e.Took), Error: said(e.Err)}
	case Note:
		return eventLine{Event: "note", Text: &e.Text}
	case Warning:
		return eventLine{Event: "warning", Text: &e.Text}
	}
	return hostEventLine(e)
}

// hostEventLine gives the line for an event that says something about one host.
func hostEventLine(e Event) eventLine {
	switch e := e.(type) {
	case HostFinished:
		return eventLine{Event: "host_finished"}
	case HostFailed:
		return eventLine{Event: "host_failed", Error: said(e.Err)}
	case ContainerFailed:
		return eventLine{Event: "container_failed", Role: e.Role, Text: &e.Log, Data: &containerData{
			Version: e.Version, Status: e.Status, ExitCode: e.ExitCode, Restarts: e.Restarts, OutOfMemory: e.OutOfMemory, Error: e.Error, Health: e.Health,
		}}
	case Deployed:
		return eventLine{Event: "deployed", Version: e.Version, Hosts: e.Hosts, Seconds: took(e.Took)}
	case LockAcquired:
		return eventLine{Event: "lock_acquired"}
	case LockReleasing:
		return eventLine{Event: "lock_releasing"}
	case LockReleased:
		return eventLine{Event: "lock_released"}
	case LockHeld:
		return eventLine{Event: "lock_held", Text: &e.Details, Waiting: e.Waiting}
	}
	return eventLine{}
}

// containerData is the data of a container that did not come up; its log is the
// text.
type containerData struct {
	Version     config.Version `json:"version"`
	Status      string         `json:"status"`
	ExitCode    int            `json:"exit_code"`
	Restarts    int            `json:"restarts"`
	OutOfMemory bool           `json:"out_of_memory"`
	Error       string         `json:"error,omitempty"`
	Health      []string       `json:"health,omitempty"`
}

func streamName(e Printed) string {
	if e.Stderr {
		return "stderr"
	}
	return "stdout"
}

func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func took(d time.Duration) *float64 { return new(d.Seconds()) }

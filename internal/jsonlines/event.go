package jsonlines

import (
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// lineOf gives the line for an event; ok is false for one that is not told.
func lineOf(e kamal.Event) (l line, ok bool) {
	switch e := e.(type) {
	case kamal.StepStarted:
		return line{Event: "step_started", Step: e.Words(), Subject: e.Subject, Hosts: e.Hosts, Group: e.Group}, true
	case kamal.StepFinished:
		return line{Event: "step_finished", Step: e.Words(), Subject: e.Subject, Hosts: e.Hosts, Group: e.Group, Seconds: took(e.Took), Error: said(e.Err)}, true
	case kamal.CommandStarted:
		return line{Event: "command_started", Host: e.Host, Command: e.Line, Name: e.Name, Part: e.Part, Of: e.Of}, true
	case kamal.CommandFinished:
		return line{
			Event: "command_finished", Host: e.Host, Command: e.Line, Name: e.Name, Part: e.Part, Of: e.Of,
			Seconds: took(e.Took), Error: said(e.Err), Optional: e.Optional,
		}, true
	case kamal.Output:
		return line{Event: "output", Host: e.Host, Stream: streamName(e), Text: &e.Text}, true
	case kamal.HookStarted:
		return line{Event: "hook_started", Hook: e.Hook}, true
	case kamal.HookFinished:
		return line{Event: "hook_finished", Hook: e.Hook, Text: &e.Output, Seconds: took(e.Took), Error: said(e.Err)}, true
	case kamal.Note:
		return line{Event: "note", Host: e.Host, Text: &e.Text}, true
	case kamal.Warning:
		return line{Event: "warning", Host: e.Host, Text: &e.Text}, true
	}
	return hostLine(e)
}

// hostLine gives the line for an event that says something about one host.
func hostLine(e kamal.Event) (l line, ok bool) {
	switch e := e.(type) {
	case kamal.HostFinished:
		return line{Event: "host_finished", Host: e.Host}, true
	case kamal.HostFailed:
		return line{Event: "host_failed", Host: e.Host, Error: said(e.Err)}, true
	case kamal.ContainerFailed:
		return line{Event: "container_failed", Host: e.Host, Role: e.Role, Text: &e.Log, Data: container{
			Version: e.Version, Status: e.Status, ExitCode: e.ExitCode, Restarts: e.Restarts, OutOfMemory: e.OutOfMemory, Error: e.Error, Health: e.Health,
		}}, true
	case kamal.LockAcquired:
		return line{Event: "lock_acquired", Host: e.Host}, true
	case kamal.LockReleasing:
		return line{Event: "lock_releasing", Host: e.Host}, true
	case kamal.LockReleased:
		return line{Event: "lock_released", Host: e.Host}, true
	case kamal.LockHeld:
		return line{Event: "lock_held", Host: e.Host, Text: &e.Details, Waiting: e.Waiting}, true
	}
	return line{}, false
}

// container is the data of a container that did not come up; its log is the
// text.
type container struct {
	Version     config.Version `json:"version"`
	Status      string         `json:"status"`
	ExitCode    int            `json:"exit_code"`
	Restarts    int            `json:"restarts"`
	OutOfMemory bool           `json:"out_of_memory"`
	Error       string         `json:"error,omitempty"`
	Health      []string       `json:"health,omitempty"`
}

func streamName(e kamal.Output) string {
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

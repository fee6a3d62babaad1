package journal

import (
	"errors"
	"iter"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Entries gives what an event is worth writing down, which may be nothing.
func Entries(e kamal.Event) iter.Seq[Entry] {
	if output, ok := e.(kamal.Printed); ok {
		return printed(output)
	}
	return func(yield func(Entry) bool) {
		if entry := told(e); entry.Text != "" {
			yield(entry)
		}
	}
}

// told gives the entry of an event that makes one at most.
func told(e kamal.Event) Entry {
	switch e := e.(type) {
	case kamal.StepStarted:
		return Entry{Kind: Step, Level: Info, Text: e.Words + on(e.Hosts)}
	case kamal.StepFinished:
		return Entry{Kind: Step, Level: level(e.Err), Text: e.Words + ": " + end(e.Took, e.Err)}
	case kamal.CommandStarted:
		return Entry{Kind: Sent, Level: Info, Host: e.Host, Text: e.Line}
	case kamal.CommandFinished:
		return commandFinished(e)
	case kamal.HookStarted:
		return Entry{Level: Info, Text: "hook " + e.Hook}
	case kamal.HookFinished:
		return hookFinished(e)
	case kamal.Note:
		return Entry{Level: Info, Host: e.Host, Text: strings.TrimSpace(e.Text)}
	case kamal.Warning:
		return Entry{Level: Warning, Host: e.Host, Text: strings.TrimSpace(e.Text)}
	}
	return aboutHost(e)
}

// aboutHost gives the entry of an event that says something about one host.
func aboutHost(e kamal.Event) Entry {
	switch e := e.(type) {
	case kamal.HostFinished:
		return Entry{Level: Debug, Host: e.Host, Text: "done"}
	case kamal.HostFailed:
		return hostFailed(e)
	case kamal.ContainerFailed:
		return containerFailed(e)
	case kamal.LockAcquired:
		return Entry{Level: Info, Host: e.Host, Text: "lock taken"}
	case kamal.LockReleased:
		return Entry{Level: Info, Host: e.Host, Text: "lock released"}
	case kamal.LockHeld:
		text := "the deploy lock is held"
		if e.Waiting {
			text += ", waiting for it"
		}
		return Entry{Level: Warning, Host: e.Host, Text: strings.TrimSpace(text + ":\n" + e.Details)}
	}
	return Entry{}
}

// commandFinished leaves out what the command said: that was told as it came.
func commandFinished(e kamal.CommandFinished) Entry {
	err := e.Err
	if failed, ok := errors.AsType[*kamal.CommandError](err); ok {
		err = failed.Err
	}
	entry := Entry{Kind: Ended, Level: level(err), Host: e.Host, Text: end(e.Took, err)}
	if err == nil || e.Optional {
		entry.Level = Debug
	}
	if err != nil && e.Optional {
		entry.Text += ", which is no trouble"
	}
	return entry
}

// hookFinished leaves out what the hook printed: that was told as it came.
func hookFinished(e kamal.HookFinished) Entry {
	err := e.Err
	if failed, ok := errors.AsType[*kamal.HookError](err); ok {
		err = failed.Err
	}
	return Entry{Level: level(err), Text: "hook " + e.Hook + ": " + end(e.Took, err)}
}

func hostFailed(e kamal.HostFailed) Entry {
	if Interrupted(e.Err) {
		return Entry{Level: Warning, Host: e.Host, Text: "interrupted"}
	}
	return Entry{Level: Error, Host: e.Host, Text: "failed: " + hostReason(e.Err)}
}

func level(err error) Level {
	switch {
	case Interrupted(err):
		return Warning
	case err != nil:
		return Error
	}
	return Info
}

func on(hosts []config.Host) string {
	if len(hosts) == 0 {
		return ""
	}
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = string(h)
	}
	return " on " + strings.Join(names, ", ")
}

// hostReason is why a host failed, without its name.
func hostReason(err error) string {
	if failed, ok := errors.AsType[*kamal.HostError](err); ok {
		err = failed.Err
	}
	return strings.TrimSpace(err.Error())
}

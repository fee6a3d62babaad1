package screentest

import (
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// One and Two are hosts.
const (
	One = config.Host("192.0.2.1")
	Two = config.Host("192.0.2.2")
)

// Deploy is a short deploy in which one host fails.
func Deploy() []kamal.Event {
	broken := &kamal.CommandError{For: "starting the container", Line: "docker run shop", Stderr: "no space left", Err: &sshx.ExitError{Status: 125}}
	return []kamal.Event{
		kamal.HookStarted{Hook: "pre-deploy"},
		kamal.HookFinished{Hook: "pre-deploy", Took: 1200 * time.Millisecond},
		kamal.StepStarted{Step: "building the image"},
		kamal.Output{Text: "#1 load\n#2 push\n", Live: true},
		kamal.StepFinished{Step: "building the image", Took: 61 * time.Second},
		kamal.LockAcquired{Host: One},
		kamal.StepStarted{Step: "booting the app", Hosts: []config.Host{One, Two}},
		kamal.CommandStarted{Host: One, Line: "docker run shop"},
		kamal.CommandStarted{Host: Two, Line: "docker run shop"},
		kamal.Output{Host: One, Text: "4f3c\n"},
		kamal.CommandFinished{Host: One, Line: "docker run shop", Took: time.Second},
		kamal.HostFinished{Host: One},
		kamal.Output{Host: Two, Text: "pulling layers\n"},
		kamal.Output{Host: Two, Text: "no space left\n", Stderr: true},
		kamal.CommandFinished{Host: Two, Line: "docker run shop", Took: time.Second, Err: broken},
		kamal.HostFailed{Host: Two, Err: broken},
		kamal.Warning{Host: Two, Text: "the disk is full"},
		kamal.StepFinished{Step: "booting the app", Took: 2 * time.Second, Err: broken},
		kamal.LockReleased{Host: One},
	}
}

// Failure is how that deploy ends.
func Failure() error {
	broken := &kamal.CommandError{For: "starting the container", Line: "docker run shop", Stderr: "no space left", Err: &sshx.ExitError{Status: 125}}
	return &kamal.BootError{Err: &kamal.HostError{Host: Two, Err: broken}, States: []kamal.RoleState{
		{Host: One, Role: "web", State: kamal.StateNew, Before: "v1", Version: "v2"},
		{Host: Two, Role: "web", State: kamal.StateOld, Before: "v1", Version: "v2"},
	}}
}

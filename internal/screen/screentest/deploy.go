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
		kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBuild}, Words: "building the image"},
		kamal.Printed{Text: "#1 load\n#2 push\n", Live: true},
		kamal.StepFinished{Head: kamal.Head{Step: kamal.StepBuild}, Words: "building the image", Took: 61 * time.Second},
		kamal.LockAcquired{Head: kamal.Head{Host: One}},
		kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{One, Two}},
		kamal.CommandStarted{Head: kamal.Head{Host: One}, Line: "docker run shop"},
		kamal.CommandStarted{Head: kamal.Head{Host: Two}, Line: "docker run shop"},
		kamal.Printed{Head: kamal.Head{Host: One}, Text: "4f3c\n"},
		kamal.CommandFinished{Head: kamal.Head{Host: One}, Line: "docker run shop", Took: time.Second},
		kamal.HostFinished{Head: kamal.Head{Host: One}},
		kamal.Printed{Head: kamal.Head{Host: Two}, Text: "pulling layers\n"},
		kamal.Printed{Head: kamal.Head{Host: Two}, Text: "no space left\n", Stderr: true},
		kamal.CommandFinished{Head: kamal.Head{Host: Two}, Line: "docker run shop", Took: time.Second, Err: broken},
		kamal.HostFailed{Head: kamal.Head{Host: Two}, Err: broken},
		kamal.Warning{Head: kamal.Head{Host: Two}, Text: "the disk is full"},
		kamal.StepFinished{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{One, Two}, Took: 2 * time.Second, Err: broken},
		kamal.LockReleased{Head: kamal.Head{Host: One}},
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

package main

import (
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal"
)

// containerReport tells what became of a container that did not come up.
func (t *terminal) containerReport(e kamal.ContainerFailed) {
	t.print("\n%s", t.errInk.paint(sgrBold, fmt.Sprintf("%s %s, version %s: %s", e.Host, e.Role, e.Version.Short(), containerState(e))))
	for _, part := range []struct{ title, text string }{
		{"docker says", e.Error},
		{"health checks", strings.Join(e.Health, "\n")},
		{"log", e.Log},
	} {
		if text := strings.TrimSpace(part.text); text != "" {
			t.print("  %s\n    %s", t.dim(part.title+":"), hanging(text, 4))
		}
	}
}

// containerState is how a container ended, in words.
func containerState(e kamal.ContainerFailed) string {
	switch {
	case e.Status == "":
		return "there is no container"
	case e.OutOfMemory:
		return "killed for want of memory"
	case e.Status == "exited":
		return fmt.Sprintf("exited with status %d", e.ExitCode)
	}
	return "the container is " + e.Status
}

// moved tells how far an upgrade or downgrade came, and how to go on.
func (t *terminal) moved(e *kamal.MoveError) {
	t.print("  done: %s\n  failed: %s\n  not begun: %s", hostList(e.Moved), hostList(e.Failed), hostList(e.Left))
	t.print("  to go on: kamal %s --rolling -h %s", e.Command, strings.ReplaceAll(hostList(append(e.Failed, e.Left...)), ", ", ","))
}

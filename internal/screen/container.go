package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// containerReport tells what became of a container that did not come up.
func (t *Terminal) containerReport(e kamal.ContainerFailed) {
	t.print("\n%s", t.errInk.paint(sgrBold, fmt.Sprintf("%s %s, version %s: %s", e.Host, e.Role, e.Version.Short(), containerState(e))))
	for _, part := range []struct{ title, text string }{
		{"docker says", e.Error},
		{"health checks", strings.Join(e.Health, "\n")},
		{"log", e.Log},
	} {
		if text := strings.TrimSpace(part.text); text != "" {
			t.print("  %s\n    %s", t.dim(part.title+":"), Hanging(text, 4))
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
	}
	return "the container " + hostcmd.ContainerLife{Status: e.Status, ExitCode: e.ExitCode, Restarts: e.Restarts}.String()
}

// moved tells how far an upgrade or downgrade came, and how to go on or back.
func (t *Terminal) moved(e *kamal.MoveError) {
	t.print("  done: %s\n  failed: %s\n  not begun: %s", HostList(e.Moved), HostList(e.Failed), HostList(e.Left))
	t.print("  to go back: put the configuration back as it was, then kamal %s --rolling -h %s", wayBack(e.Command), hostWords(e.Moved, e.Failed))
}

// wayBack is the command that undoes a move.
func wayBack(command string) string {
	switch command {
	case "upgrade", "proxy upgrade":
		return "downgrade"
	case "downgrade", "traefik downgrade":
		return "upgrade"
	case "accessory upgrade":
		return "accessory downgrade all"
	case "accessory downgrade":
		return "accessory upgrade all"
	default:
		return command
	}
}

// hostWords are hosts as -h takes them.
func hostWords(lists ...[]config.Host) string {
	var words []string
	for _, h := range slices.Concat(lists...) {
		words = append(words, string(h))
	}
	return strings.Join(words, ",")
}

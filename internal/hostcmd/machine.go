package hostcmd

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
)

// The kinds of lines that [LookAtMachine] prints.
const (
	machineLine  = "machine"
	clockLine    = "clock"
	emulatedLine = "emulated"
)

// LookAtMachine prints what [ParseMachine] reads. It does not fail: what can't be
// found out is left out.
func LookAtMachine() commands.Cmd {
	return commands.Then(
		line(machineLine, commands.Command("uname", "-m")), line(clockLine, commands.Command("date", "+%s")),
		line(emulatedLine, commands.Command("ls", "/proc/sys/fs/binfmt_misc"))).For("looking at the machine")
}

// line puts the kind before each line that a command prints.
func line(kind string, cmd commands.Cmd) commands.Cmd {
	return commands.Pipe(cmd.QuietErrors(), commands.Command("awk", `{ print "`+kind+`", $1 }`))
}

// Machine is what a host is, whatever runs there.
type Machine struct {
	// Name is the architecture as the kernel names it, Clock the host's time; zero
	// where it is not known.
	Name  string
	Clock time.Time
	// Emulators are the kinds of programs that the kernel lets another one run. It has
	// none where it is not known; the list itself has entries of its own.
	Emulators []string
}

// ParseMachine reads what [LookAtMachine] prints.
func ParseMachine(output string) Machine {
	var m Machine
	for line := range strings.Lines(output) {
		switch kind, rest, _ := strings.Cut(strings.TrimSpace(line), " "); kind {
		case machineLine:
			m.Name = rest
		case clockLine:
			if n, err := strconv.ParseInt(rest, 10, 64); err == nil {
				m.Clock = time.Unix(n, 0)
			}
		case emulatedLine:
			m.Emulators = append(m.Emulators, rest)
		}
	}
	return m
}

// EmulatorsKnown reports whether an emulator that the host has would be among
// [Machine.Emulators]: its kernel shows the list.
func (m Machine) EmulatorsKnown() bool { return slices.Contains(m.Emulators, "register") }

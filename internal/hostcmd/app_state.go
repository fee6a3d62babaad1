package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Container is a container as a host lists it.
type Container struct {
	// ID has 12 hexadecimal digits.
	ID   string
	Name string
}

// State is what runs of one role on one host.
type State struct {
	// Existing is the container of the version asked for, in any state.
	Existing Container
	// Running is the one that counts as running; see [App.RunningState].
	Running Container
	// Stale are the others that run, newest first.
	Stale []Container
	// Doubtful says that another of them may serve: one that is newer than the one
	// that counts, or made from the same image. A boot that was cut short leaves it so.
	Doubtful bool
	// Printed are the lines that it was read from, each with lineEnd.
	Printed string
}

// lineEnd stands for the end of a line where many are one word.
const lineEnd = ","

// The kinds of lines that State, RunningState and StillRunning print.
const (
	existingLine = "existing"
	latestLine   = "latest"
	runningLine  = "running"
	stillLine    = "still"
)

// State prints all that a boot of a version has to know of the role on the
// host. [ParseStates] reads it; the states of several roles may be printed one
// after the other.
func (a App) State(v config.Version) commands.Cmd {
	return commands.And(a.existing(v), a.RunningState()).For("looking at the containers")
}

// StateIs fails where [App.State] would not print what a state was read from.
func (a App) StateIs(v config.Version, was State) commands.Cmd {
	now := commands.Pipe(a.State(v), commands.Command("tr", `\n`, lineEnd))
	return commands.Command("test").Word(commands.Substitute(now)).Arg("=", was.Printed).For("looking at the containers again")
}

// existing prints the container of a version, in any state, for [ParseStates].
func (a App) existing(v config.Version) commands.Cmd {
	return docker("container", "ls", "--all").
		Arg("--filter", layout.NameFilter(a.Role.ContainerName(v)), "--format", a.stateFormat(existingLine)).For("looking at the containers")
}

// RunningState prints the role's running containers for [ParseStates]. The one that
// counts as running is the newest that was made from the image tagged as latest,
// else the newest of all.
func (a App) RunningState() commands.Cmd {
	return commands.And(a.RunningLatest(a.stateFormat(latestLine)), a.Running(a.stateFormat(runningLine))).For("looking at the containers")
}

func (a App) stateFormat(kind string) string {
	return kind + " " + a.Role.Name + " {{.ID}} {{.Names}}"
}

// StillRunning prints the name of the container of a version if it runs, for
// [ParseStillRunning].
func (a App) StillRunning(v config.Version) commands.Cmd {
	return docker("container", "ls", "--filter", layout.NameFilter(a.Role.ContainerName(v)), "--format", stillLine+" {{.Names}}")
}

// ParseStillRunning reads what any number of [App.StillRunning] print, among
// other things.
func ParseStillRunning(output string) []string {
	var names []string
	for line := range strings.Lines(output) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), stillLine+" "); ok {
			names = append(names, name)
		}
	}
	return names
}

// ParseStates reads what [App.State] and [App.RunningState] print,
// for any number of roles: the states by the name of the role.
func ParseStates(output string) map[string]State {
	states := map[string]State{}
	for line := range strings.Lines(output) {
		f := strings.Fields(line)
		if len(f) != 4 {
			continue
		}
		s := states[f[1]]
		s.add(f[0], Container{ID: f[2], Name: f[3]})
		s.Printed += strings.TrimSpace(line) + lineEnd
		states[f[1]] = s
	}
	return states
}

func (s *State) add(kind string, c Container) {
	switch {
	case kind == existingLine:
		s.Existing = c
	case s.Running == Container{}:
		s.Running = c
	case kind == latestLine:
		s.Doubtful = true
	case kind == runningLine && c == s.Running:
		s.Doubtful = s.Doubtful || len(s.Stale) > 0
	case kind == runningLine:
		s.Stale = append(s.Stale, c)
	}
}

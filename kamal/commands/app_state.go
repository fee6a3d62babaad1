package commands

import (
	"strings"

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
	// Running is the one that counts as running; see [App.Running].
	Running Container
	// Stale are the others that run, newest first.
	Stale []Container
	// Doubtful says that another of them may serve: one that is newer than the one
	// that counts, or made from the same image. A boot that was cut short leaves it so.
	Doubtful bool
}

// The kinds of lines that State, Running and StillRunning print.
const (
	existingLine = "existing"
	latestLine   = "latest"
	runningLine  = "running"
	stillLine    = "still"
)

// State prints all that a boot of a version has to know of the role on the
// host. [ParseStates] reads it; the states of several roles may be printed one
// after the other.
func (a App) State(v config.Version) Cmd {
	return And(a.existing(v), a.Running()).For("looking at the containers")
}

// existing prints the container of a version, in any state, for [ParseStates].
func (a App) existing(v config.Version) Cmd {
	return docker("container", "ls", "--all").
		Arg("--filter", nameFilter(need(a.Role).ContainerName(v)), "--format", a.stateFormat(existingLine)).For("looking at the containers")
}

// Running prints the role's running containers for [ParseStates]. The one that
// counts as running is the newest that was made from the image tagged as latest,
// else the newest of all.
func (a App) Running() Cmd {
	return And(a.runningLatest(a.stateFormat(latestLine)), a.running(a.stateFormat(runningLine))).For("looking at the containers")
}

func (a App) stateFormat(kind string) string {
	return kind + " " + need(a.Role).Name + " {{.ID}} {{.Names}}"
}

func (a App) running(format string) Cmd {
	return a.list(docker("container", "ls").filter(a.filters()...).filter("status=running", "status=restarting"), format)
}

func (a App) runningLatest(format string) Cmd {
	running := docker("container", "ls").filter(a.filters()...).filter("status=running", "status=restarting")
	return a.list(running.filter("ancestor="+need(a.Config).LatestImage()), format)
}

// StillRunning prints the name of the container of a version if it runs, for
// [ParseStillRunning].
func (a App) StillRunning(v config.Version) Cmd {
	return docker("container", "ls", "--filter", nameFilter(need(a.Role).ContainerName(v)), "--format", stillLine+" {{.Names}}")
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

// firstRunning prints one line: the running container. All lines are read, or
// docker would complain of a broken pipe.
func (a App) firstRunning(format string) Cmd {
	return Pipe(Then(a.runningLatest(format), a.running(format)), Command("sed", "-n", "1p"))
}

// ParseStates reads what [App.State] and [App.Running] print,
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

package screen

import (
	"fmt"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Words are the text of an answer, for people.
func (a Answer) Words() string {
	if a.Text != "" {
		return a.Text
	}
	switch data := a.Data.(type) {
	case []kamal.AppVersion:
		return versionTable(data)
	case kamal.Finding:
		return diagnosis(data)
	case kamal.BuilderDetails:
		return fmt.Sprintf("Builder: %s\n%s", data.Kind, data.Text)
	case kamal.LockState:
		return lockText(data)
	case kamal.StaleContainer:
		return staleText(data)
	case []commands.AuditEntry:
		return "There is no audit log yet: nothing was done on this host."
	case config.SecretState:
		return secretText(data)
	case fmt.Stringer:
		return data.String()
	}
	return ""
}

func lockText(l kamal.LockState) string {
	if !l.Held {
		return "There is no deploy lock"
	}
	return l.Details
}

func staleText(c kamal.StaleContainer) string {
	if c.Stopped {
		return fmt.Sprintf("%s: stopped the container of version %s, which was still running", c.Role, c.Version)
	}
	return fmt.Sprintf("%s runs a container of another version: %s", c.Role, c.Version)
}

// allRight reports whether a result says no more than that nothing is wrong.
func (a Answer) allRight() bool {
	f, ok := a.Data.(kamal.Finding)
	return ok && f.Problem == ""
}

func diagnosis(f kamal.Finding) string {
	if f.Problem == "" {
		return prettyMarks.done + " " + f.Found + onHosts(f.Hosts)
	}
	sign := "!"
	if f.Fatal {
		sign = prettyMarks.failed
	}
	text := fmt.Sprintf("%s %s%s", sign, atAll(f.Hosts), Hanging(f.Problem, 4))
	if f.Fix != "" {
		text += "\n  fix: " + Hanging(f.Fix, 7)
	}
	return text
}

func atAll(hosts []config.Host) string {
	if len(hosts) == 0 {
		return ""
	}
	return HostList(hosts) + ": "
}

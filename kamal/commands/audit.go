package commands

import (
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// TimeFormat is how locks, audit logs and hooks are told the time, in UTC.
const TimeFormat = "2006-01-02T15:04:05Z"

// Audit builds the commands for the log on every host that says who did what.
type Audit struct {
	Config *config.Config
	// Performer is who works.
	Performer string
	// Role is the role it is about, or nil.
	Role *config.Role
}

// Record appends a line to the host's log, which is made if need be.
func (a Audit) Record(at time.Time, text string) Cmd {
	return And(
		Command("mkdir", "-p", a.Config.RunDirectory),
		printLine(a.Line(at, text)).AppendTo(Text(a.Config.AuditLog())),
	)
}

// Line is the line that Record appends, control characters as their escapes.
func (a Audit) Line(at time.Time, text string) string {
	line := "[" + at.UTC().Format(TimeFormat) + "] [" + a.Performer + "] "
	if a.Config.Destination != "" {
		line += "[" + a.Config.Destination + "] "
	}
	if a.Role != nil {
		line += "[" + a.Role.Name + "] "
	}
	return escapeControls(line + text)
}

// Show prints the newest 50 lines of the host's log; without a log it fails.
func (a Audit) Show() Cmd { return Command("tail", "-n", "50", a.Config.AuditLog()) }

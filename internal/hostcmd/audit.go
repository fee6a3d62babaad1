package hostcmd

import (
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/pathname"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// timeFormat is how locks, audit logs and hooks are told the time, in UTC.
const timeFormat = "2006-01-02T15:04:05Z"

// Audit builds the commands for the log on every host that says who did what.
type Audit struct {
	Config *config.Config
	// Performer is who works.
	Performer string
	// Role is the role it is about, or nil.
	Role *config.Role
}

// Record appends a line to the host's log, which is made if need be.
func (a Audit) Record(at time.Time, text string) commands.Cmd {
	return commands.And(
		Server{a.Config}.MakeRunDirectory(),
		printLine(a.line(at, text)).AppendTo(commands.Text(layout.AuditLog(a.Config))),
	)
}

// line is the line that Record appends, control characters as their escapes.
func (a Audit) line(at time.Time, text string) string {
	line := "[" + at.UTC().Format(timeFormat) + "] [" + a.Performer + "] "
	if a.Config.Destination != "" {
		line += "[" + a.Config.Destination + "] "
	}
	if a.Role != nil {
		line += "[" + a.Role.Name + "] "
	}
	return escape.Controls(line + text)
}

// taggedText ends the lines that note that a version was booted on all hosts.
const taggedText = " as the latest image"

// Booted prints the lines of the host's log that tell which versions were booted
// on all hosts, for [Audit.ParseBooted]; nothing without a log.
func (a Audit) Booted() commands.Cmd {
	return commands.Command("grep", taggedText, layout.AuditLog(a.Config)).QuietErrors().Optional()
}

// ParseBooted reads what [Audit.Booted] prints: the versions, the newest last.
func (a Audit) ParseBooted(output string) []config.Version {
	var versions []config.Version
	for line := range strings.Lines(output) {
		_, rest, ok := strings.Cut(line, "Tagging "+a.Config.Repository()+":")
		if v, _, found := strings.Cut(rest, taggedText); ok && found && pathname.Valid(v) {
			versions = append(versions, config.Version(v))
		}
	}
	return versions
}

// Show prints the newest 50 lines of the host's log; nothing without a log.
func (a Audit) Show() commands.Cmd {
	return commands.Or(commands.Command("test", "!", "-e", layout.AuditLog(a.Config)), commands.Command("tail", "-n", "50", layout.AuditLog(a.Config)))
}

// ParseAudit reads what [Audit.Show] prints. A line in another form is all text.
func ParseAudit(output string) []commands.AuditEntry {
	var entries []commands.AuditEntry
	for line := range strings.Lines(output) {
		if line = strings.TrimSpace(line); line != "" {
			entries = append(entries, auditEntry(line))
		}
	}
	return entries
}

func auditEntry(line string) commands.AuditEntry {
	var tags []string
	text := line
	for {
		tag, rest, ok := strings.Cut(text, "] ")
		if !ok || !strings.HasPrefix(tag, "[") {
			break
		}
		tags, text = append(tags, tag[1:]), rest
	}
	if len(tags) < 2 {
		return commands.AuditEntry{Text: line}
	}
	at, err := time.Parse(timeFormat, tags[0])
	if err != nil {
		return commands.AuditEntry{Text: line}
	}
	return commands.AuditEntry{Time: at, Performer: tags[1], Tags: tags[2:], Text: text}
}

package project

import (
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// PlannedCommand is a command that would be sent.
type PlannedCommand struct {
	// Step is what it is a part of; empty where an operation has no steps.
	Step string `json:"step,omitempty"`
	// Host is local for this machine.
	Host string `json:"host"`
	// Command is the line. Parts of one that reach the host together are commands of
	// their own.
	Command string `json:"command"`
}

// planned takes a transcript apart.
func planned(transcript string, hosts []config.Host) []PlannedCommand {
	names := []string{kamaltest.Local}
	for _, h := range hosts {
		names = append(names, regexp.QuoteMeta(string(h)))
	}
	begins := regexp.MustCompile(`^(` + strings.Join(names, "|") + `)[:+] (.*)$`)
	list, step := []PlannedCommand{}, ""
	for line := range strings.Lines(transcript) {
		line = strings.TrimSuffix(line, "\n")
		if parts := begins.FindStringSubmatch(line); parts != nil {
			list = append(list, PlannedCommand{step, parts[1], parts[2]})
		} else if name, ok := strings.CutPrefix(line, "#"); ok {
			step = strings.TrimSpace(name)
		} else if len(list) > 0 {
			list[len(list)-1].Command += "\n" + line
		}
	}
	return list
}

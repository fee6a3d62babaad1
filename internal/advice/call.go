package advice

import (
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/kamal/config"
)

// Call is how kamal was called, so that what it says to type is for the same
// project, and does what was asked for.
type Call struct {
	// Command is the name of the command without kamal, as app boot. It is empty
	// where the line could not be read.
	Command string
	// Project are the options that say of which project, Options all others, Words
	// what stands behind them.
	Project, Options, Words []string
	// Interrupted says that a signal ended it: whatever failed did so for that.
	Interrupted bool
	// Container gives the name of the container of a role; nil where the
	// configuration could not be read.
	Container func(role string, v config.Version) string
}

// again is what was typed, with more options.
func (c Call) again(more ...string) string {
	if c.Command == "" {
		return "kamal help"
	}
	options := slices.Concat(c.Options, c.Project)
	for _, o := range more {
		if !slices.Contains(options, o) {
			options = append(options, o)
		}
	}
	return line(c.Command, options, c.Words)
}

// without is what was typed, but for an option.
func (c Call) without(option string) string {
	c.Options = slices.DeleteFunc(slices.Clone(c.Options), func(o string) bool { return o == option })
	return c.again()
}

// kamal is another command for the same project.
func (c Call) kamal(command string, options ...string) string {
	return line(command, slices.Concat(c.Project, options), nil)
}

// on is a command line to be run on hosts, by kamal.
func (c Call) on(hosts []config.Host, command string) string {
	return line("server exec", slices.Concat(c.Project, only(hosts)), []string{command})
}

// only are the options that narrow a command to hosts, if they are few enough.
func only(hosts []config.Host) []string {
	const most = 5
	if len(hosts) == 0 || len(hosts) > most {
		return nil
	}
	return []string{"-h", names(hosts, ",")}
}

func line(command string, options, words []string) string {
	quoted := []string{"kamal", command}
	for _, word := range slices.Concat(options, words) {
		quoted = append(quoted, escape.Quote(word))
	}
	return strings.Join(quoted, " ")
}

func names(hosts []config.Host, between string) string {
	all := make([]string, len(hosts))
	for i, h := range hosts {
		all[i] = string(h)
	}
	return strings.Join(all, between)
}

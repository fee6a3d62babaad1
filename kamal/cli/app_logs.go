package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// logOptions are those of all logs.
type logOptions struct {
	Since          string `name:"since" short:"s" placeholder:"TIME" help:"Lines since then: a time, or 30m, or 2h."`
	Lines          *uint  `name:"lines" short:"n" placeholder:"N" help:"So many lines of each container [100, with -f 10]."`
	Grep           string `name:"grep" short:"g" placeholder:"PATTERN" help:"Lines that match."`
	GrepOptions    string `name:"grep-options" placeholder:"OPTIONS" help:"Options for grep."`
	Follow         bool   `name:"follow" short:"f" help:"Go on with new lines as they come."`
	SkipTimestamps bool   `name:"skip-timestamps" short:"T" help:"Without docker's times."`
}

// options ask for a log that is shown, or followed, under the name of a command;
// several says whether it is followed at several places.
func (o logOptions) options(s screen.Screen, of, heading string, several bool) kamal.LogOptions {
	options := kamal.LogOptions{
		Since: o.Since, Lines: lines(o.Lines, o.Follow, o.Since != "" || o.Grep != ""),
		Grep: o.Grep, GrepOptions: o.GrepOptions, SkipTimestamps: o.SkipTimestamps,
		Pieces: pieces(s, of, heading),
	}
	if o.Follow {
		options.Follow = func(host config.Host, role, line string) {
			s.Answer(screen.Answer{Of: of, Host: host, Role: role, Text: line, Log: true, Several: several})
		}
	}
	return options
}

type appLogsCmd struct {
	logOptions  `embed:""`
	ContainerID string `name:"container-id" placeholder:"ID" help:"Of this container."`
}

func (c *appLogsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	places := d.Specifics()
	o := c.options(s, "app logs", appHost, len(places.AppHosts()) > 1 || len(places.Roles()) > 1)
	o.ContainerID = c.ContainerID
	_, err := d.App().Logs(ctx, o)
	return err
}

// How many lines of a log are shown when nothing is said about it.
const (
	shownLines    = 100
	followedLines = 10
)

// lines gives how many lines at the end of a log are asked for; 0 is all.
func lines(asked *uint, follow, filtered bool) int {
	switch {
	case asked != nil:
		return int(*asked)
	case filtered:
		return 0
	case follow:
		return followedLines
	}
	return shownLines
}

package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

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

func (o LogOptions) options() kamal.LogOptions {
	return kamal.LogOptions{
		Since: o.Since, Lines: lines(o.Lines, o.Follow, o.Since != "" || o.Grep != ""),
		Grep: o.Grep, GrepOptions: o.GrepOptions, SkipTimestamps: o.SkipTimestamps,
	}
}

func (o ProxyLogOptions) options() kamal.LogOptions {
	return LogOptions{
		Since: o.Since, Lines: o.Lines, Grep: o.Grep, Follow: o.Follow, SkipTimestamps: o.SkipTimestamps,
	}.options()
}

func (c *appLogsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	o := c.LogOptions.options()
	o.ContainerID = c.ContainerID
	if c.Follow {
		places := d.Specifics()
		return d.AppFollow(ctx, o, followed(s, "app logs", len(places.AppHosts) > 1 || len(places.Roles) > 1))
	}
	o.Pieces = pieces(s, "app logs", appHost)
	_, err := d.AppLogs(ctx, o)
	return err
}

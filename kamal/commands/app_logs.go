package commands

import "strconv"

// LogOptions say which part of a log to show. The zero value is all of it.
type LogOptions struct {
	// Since is docker's: a time, or a duration such as 10m.
	Since string
	// Lines is how many lines at the end; 0 is all.
	Lines int
	// Timestamps puts the time before each line.
	Timestamps bool
	// Follow goes on with new lines until it is ended.
	Follow bool
	// Grep keeps the lines with this pattern; GrepOptions are words for grep,
	// split by the host's shell.
	Grep, GrepOptions string
	// ContainerID names a container; empty is the running one.
	ContainerID string
}

// Logs prints the log of the running container, both streams as one.
func (a App) Logs(o LogOptions) Cmd {
	if o.ContainerID != "" {
		return o.of(o.ContainerID)
	}
	logs := o.arguments(Command("xargs", "docker", "logs"))
	return o.grep(Pipe(a.firstRunning("{{.ID}}"), logs.MergeErrors()))
}

func (o LogOptions) of(container string) Cmd {
	return o.grep(o.arguments(docker("logs")).Arg(container).MergeErrors())
}

func (o LogOptions) arguments(c Cmd) Cmd {
	if o.Timestamps {
		c = c.Arg("--timestamps")
	}
	if o.Since != "" {
		c = c.Arg("--since", o.Since)
	}
	if o.Lines > 0 {
		c = c.Arg("--tail", strconv.Itoa(o.Lines))
	}
	if o.Follow {
		c = c.Arg("--follow")
	}
	return c
}

func (o LogOptions) grep(c Cmd) Cmd {
	if o.Grep == "" {
		return c
	}
	g := Command("grep")
	if o.Follow {
		g = g.Arg("--line-buffered")
	}
	return Pipe(c, g.Arg("-e", o.Grep).line(o.GrepOptions))
}

package commands

import "github.com/kamal-go/kamal/internal/layout"

// Running prints the role's running containers, the newest first, as docker's format
// says.
func (a App) Running(format string) Cmd {
	return a.list(docker("container", "ls").filter(a.filters()...).filter("status=running", "status=restarting"), format)
}

// RunningLatest prints those of the running containers that were made from the image
// tagged as latest: the first of them counts as running, else the first of all.
func (a App) RunningLatest(format string) Cmd {
	running := docker("container", "ls").filter(a.filters()...).filter("status=running", "status=restarting")
	return a.list(running.filter("ancestor="+layout.LatestImage(need(a.Config))), format)
}

// firstRunning prints one line: the running container. All lines are read, or
// docker would complain of a broken pipe.
func (a App) firstRunning(format string) Cmd {
	return Pipe(Then(a.RunningLatest(format), a.Running(format)), Command("sed", "-n", "1p"))
}

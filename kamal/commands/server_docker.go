package commands

// DockerInstalled prints docker's version, and fails when there is no docker.
func (s Server) DockerInstalled() Cmd { return docker("-v") }

// CanInstallDocker succeeds for root, and for a user that may become root
// without a password.
func (s Server) CanInstallDocker() Cmd {
	return Or(s.isRoot(), Command("sudo", "-nl", "usermod").Quiet())
}

// InstallDocker installs docker with its makers' script.
func (s Server) InstallDocker() Cmd {
	const url = "https://get.docker.com"
	script := Or(Command("curl", "-fsSL", url), Command("wget", "-O", "-", url), Command("echo", "exit 1"))
	return Pipe(script, Command("sh"))
}

// MayUseDocker succeeds for root and for members of the group docker.
func (s Server) MayUseDocker() Cmd {
	return Or(s.isRoot(), Pipe(Command("id", "-nG"), Command("grep", "-qw", "docker")))
}

// JoinDockerGroup makes the user a member of the group docker.
func (s Server) JoinDockerGroup() Cmd {
	return Command("sudo", "-n", "usermod", "-aG", "docker").Word(Expand("${USER:-$(id -un)}"))
}

// EndSession ends the session it runs in, so that the next one knows of a new
// group. It never comes back with a status.
func (s Server) EndSession() Cmd { return Command("kill", "-HUP").Word(Raw("$PPID")) }

func (s Server) isRoot() Cmd {
	return Command("test").Word(Substitute(Command("id", "-u"))).Arg("-eq", "0")
}

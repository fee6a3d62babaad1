package dockersays

import (
	"slices"
	"strings"
)

// Mend says what to do about a trouble of the machine that kamal runs on: in words, and
// what to type. The text is what docker said, the system that of [runtime.GOOS].
func (t Trouble) Mend(text, system string) (say, typed string) {
	switch t {
	case DiskFull:
		return "this machine's disk is full; remove what builds left", "docker buildx prune"
	case Refused:
		return "you may not use docker on this machine; join its group, and log in anew", join(system)
	case Elsewhere:
		return "docker looks for its daemon where DOCKER_HOST or its context say, and none answers there; look here", "unset DOCKER_HOST; docker context use default"
	case Stopped:
		return "docker does not run on this machine; start it", start(text, system)
	case NoBuildx:
		return "docker's buildx plugin is missing here; install it", buildx[known(system)]
	case Missing:
		return "docker is not on this machine; install it", install[known(system)]
	}
	return "", ""
}

// The systems that have programs of their own to install and to start; all others do as
// Linux does.
const (
	linux   = "linux"
	darwin  = "darwin"
	windows = "windows"
)

func known(system string) string {
	if slices.Contains([]string{darwin, windows}, system) {
		return system
	}
	return linux
}

var install = map[string]string{
	// No script is run that nobody has seen.
	linux: "curl -fsSL https://get.docker.com -o get-docker.sh && less get-docker.sh && sudo sh get-docker.sh", darwin: "brew install --cask docker", windows: "winget install Docker.DockerDesktop",
}

// buildx is packaged by docker's makers under one name, and by systems under another.
var buildx = map[string]string{
	linux:  "sudo apt-get install -y docker-buildx-plugin || sudo apt-get install -y docker-buildx",
	darwin: "brew install docker-buildx", windows: "winget install Docker.DockerDesktop",
}

// sockets are those of dockers that are not the system's own, and what starts them.
var sockets = []struct{ part, typed string }{
	{"/.docker/desktop/", "systemctl --user start docker-desktop"},
	{"/run/user/", "systemctl --user start docker"},
	{"/.colima/", "colima start"},
	{"/.orbstack/", "orb start"},
}

func join(system string) string {
	if system == windows {
		return "net localgroup docker-users %USERNAME% /add"
	}
	return "sudo usermod -aG docker $USER"
}

func start(text, system string) string {
	for _, s := range sockets {
		if strings.Contains(text, s.part) {
			return s.typed
		}
	}
	return map[string]string{linux: "sudo systemctl start docker", darwin: "open -a Docker", windows: "docker desktop start"}[known(system)]
}

package hostcmd

import (
	_ "embed"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
)

//go:embed bootstrap.sh
var bootstrapScript string

// DockerState is how far docker is from being usable by whoever logs in.
type DockerState int

// The states of docker on a host.
const (
	// DockerMissing: there is no docker.
	DockerMissing DockerState = iota
	// DockerStopped: its daemon does not run.
	DockerStopped
	// DockerRefused: the user may not use it.
	DockerRefused
	// DockerReady: it answers.
	DockerReady
)

// String says it in a sentence's end.
func (s DockerState) String() string {
	return [...]string{"docker is not installed", "docker's daemon does not run", "the user may not use docker", "docker answers"}[s]
}

const (
	clientLine = "client"
	dockerLine = "docker"
)

// LookAtDocker prints what [ParseDockerState] reads. It fails only when the host
// has no shell to speak of.
func LookAtDocker() commands.Cmd { return dockerState().Optional() }

func dockerState() commands.Cmd {
	return commands.And(commands.Command("docker", "-v").Quiet(), commands.Command("echo", clientLine),
		commands.Command("docker", "version", "--format", dockerLine+" {{.Server.Version}}").MergeErrors())
}

// AskDaemon fails, with docker's own words, where its daemon does not answer.
func AskDaemon() commands.Cmd {
	return commands.Command("docker", "version", "--format", "{{.Server.Version}}").For("asking docker's daemon on this machine")
}

// ParseDockerState reads what [LookAtDocker] prints: docker's own words
// tell why it does not answer.
func ParseDockerState(output string) DockerState {
	state := DockerMissing
	for line := range strings.Lines(output) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case kind == clientLine:
			state = DockerStopped
		case kind == dockerLine && rest != "" && rest[0] >= '0' && rest[0] <= '9':
			return DockerReady
		case state == DockerStopped && strings.Contains(strings.ToLower(line), "permission denied"):
			state = DockerRefused
		}
	}
	return state
}

// Account is what a user may do on a host, and what to type where that is not
// enough.
type Account struct {
	User string
	// Rights are root; sudo, without a password; password, for sudo; or none.
	Rights string
	// Member says that the user is in the group docker, be it only from the next
	// login on.
	Member bool
	// Lines are what root types to install docker, to start it, and to let the
	// user use it.
	Lines []string
}

// MayBeRoot reports whether commands can be run as root.
func (a Account) MayBeRoot() bool { return a.Rights == "root" || a.Rights == "sudo" }

// LookAtAccount prints what [ParseAccount] reads.
func LookAtAccount() commands.Cmd { return bootstrap("look") }

// ParseAccount reads what [LookAtAccount] prints.
func ParseAccount(output string) Account {
	var a Account
	for line := range strings.Lines(output) {
		switch kind, rest, _ := strings.Cut(strings.TrimSpace(line), " "); kind {
		case "user":
			a.User = rest
		case "rights":
			a.Rights = rest
		case "member":
			a.Member = true
		case "line":
			a.Lines = append(a.Lines, rest)
		}
	}
	return a
}

// InstallDocker installs docker from the system's packages, or with its makers'
// script where there is no such package.
func InstallDocker() commands.Cmd { return bootstrap("install") }

// StartDocker starts docker's daemon, now and with the system, and waits until it
// answers.
func StartDocker() commands.Cmd { return bootstrap("start") }

// JoinDockerGroup makes the user a member of the group docker, which counts from
// the next login on.
func JoinDockerGroup() commands.Cmd { return bootstrap("join") }

// bootstrap runs one action of the script on the host.
func bootstrap(action string) commands.Cmd {
	c := commands.Command("sh", "-s", "--", action)
	c.Stdin = strings.NewReader(bootstrapScript)
	return c
}

// EndSession ends the session it runs in, so that the next one knows of a new
// group. It never comes back with a status.
func EndSession() commands.Cmd { return commands.Command("kill", "-HUP").Word(commands.Raw("$PPID")) }

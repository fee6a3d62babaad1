package dockersays

import "strings"

// Trouble is a trouble of a machine's own, whatever a command was for.
type Trouble int

// The troubles.
const (
	// None: the words are of something else.
	None Trouble = iota
	// DiskFull: there is no room left.
	DiskFull
	// Refused: the user may not use docker.
	Refused
	// Elsewhere: docker is told to look for its daemon where none answers.
	Elsewhere
	// Stopped: the daemon does not run.
	Stopped
	// NoBuildx: docker has no plugin for builds.
	NoBuildx
	// Missing: there is no docker.
	Missing
)

// heard are the words of each trouble, the surest first.
var heard = []struct {
	trouble Trouble
	words   []string
}{
	{DiskFull, []string{"no space left on device", "disk quota exceeded", "not enough space"}},
	{Refused, []string{"permission denied while trying to connect to the docker", "docker.sock: connect: permission denied"}},
	{NoBuildx, []string{"'buildx' is not a docker command", "unknown command: docker buildx", "buildx: command not found", "buildx isn't installed", "buildx component is missing"}},
	{Stopped, []string{"//./pipe/", "%2f%2f.%2fpipe"}}, // docker of Windows: what else it says is of a place
	{Elsewhere, []string{
		"unable to resolve docker endpoint", "unable to parse docker host", "error during connect",
		"docker daemon at tcp://", "docker daemon at ssh://", "docker daemon at http", "docker api at tcp://", "docker api at ssh://", "docker api at http",
	}},
	{Stopped, []string{"cannot connect to the docker daemon", "is the docker daemon running", "failed to connect to the docker api"}},
	{Missing, []string{"docker: not found", "docker: command not found", `"docker": executable file not found`}},
}

// Heard gives the trouble that a text tells of.
func Heard(text string) Trouble {
	text = strings.ToLower(text)
	for _, h := range heard {
		for _, words := range h.words {
			if strings.Contains(text, words) {
				return h.trouble
			}
		}
	}
	return None
}

package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
)

// MachineArchitecture prints docker's own architecture, for [ParseArchitecture].
func MachineArchitecture() commands.Cmd { return docker("info", "--format", "{{.Architecture}}") }

// ParseArchitecture gives the architecture as docker names images'.
func ParseArchitecture(output string) string {
	arch := strings.TrimSpace(output)
	switch arch {
	case "x86_64":
		return "amd64"
	case "aarch64":
		return "arm64"
	}
	return arch
}

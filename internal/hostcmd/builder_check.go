package hostcmd

import (
	"cmp"
	"strings"

	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// checkImage is a throw-away image that lists the build context.
const checkImage = "kamal-local-build-check"

// BuildContextFiles prints the files that a build in this folder would send,
// one a line, beginning with ./. Nothing of it is left behind but an image.
func (b Builder) BuildContextFiles() commands.Cmd {
	build := docker("buildx", "build", "--load", "-q", "-t", checkImage, "-f", "-", cmp.Or(b.Config.Builder.Context, ".")).QuietErrors()
	list := docker("run", "--rm", checkImage, "find", ".", "-type", "f")
	return commands.And(
		commands.Pipe(commands.Command("printf", `FROM busybox\nWORKDIR /check\nCOPY . .\n`), build).WriteTo(commands.Text("/dev/null")),
		list,
	)
}

// MachineArchitecture prints docker's own architecture, in a name that kernels have.
func MachineArchitecture() commands.Cmd { return docker("info", "--format", "{{.Architecture}}") }

// Kind is how the image gets built.
func (b Builder) Kind() buildkind.Kind { return buildkind.Of(b.Config.Builder, b.Machine) }

// Tools fails when docker or buildx is missing; its errors say which.
func (b Builder) Tools() commands.Cmd {
	return commands.And(docker("--version"), docker("buildx", "version"))
}

// Inspect shows the builder, and fails when it is not there. For a remote one
// the output holds its endpoints; see [Builder.Fits]. Docker's driver needs
// nothing.
func (b Builder) Inspect() commands.Cmd {
	switch {
	case b.Kind() == buildkind.Pack:
		return b.Details()
	case b.Name() == "":
		return commands.Cmd{}
	case b.Kind().Elsewhere():
		return commands.And(docker("buildx", "inspect", b.Name()),
			docker("context", "inspect", layout.BuilderContext(b.Name()), "--format", "context "+contextEndpoint))
	default:
		return docker("buildx", "inspect", b.Name())
	}
}

const contextEndpoint = "{{.Endpoints.docker.Host}}"

// Fits reports from what [Builder.Inspect] printed whether the builder is made
// for the remote machine of the configuration.
func (b Builder) Fits(output string) bool {
	if !b.Kind().Elsewhere() {
		return true
	}
	var endpoint, context bool
	for line := range strings.Lines(output) {
		f := strings.Fields(line)
		if len(f) != 2 {
			continue
		}
		endpoint = endpoint || f[0] == "Endpoint:" && f[1] == layout.BuilderContext(b.Name())
		context = context || f[0] == "context" && f[1] == b.Config.Builder.Remote
	}
	return endpoint && context
}

// ParseBuilders reads the names of builders in what [commands.Builder.Details] prints:
// those of docker, each above its nodes.
func ParseBuilders(output string) []string {
	var names []string
	listing := false
	for line := range strings.Lines(output) {
		switch {
		case strings.HasPrefix(line, "NAME/NODE"):
			listing = true
		case listing && strings.TrimSpace(line) != "" && !strings.HasPrefix(line, " "):
			names = append(names, strings.TrimSuffix(strings.Fields(line)[0], "*"))
		}
	}
	return names
}

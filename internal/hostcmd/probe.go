package hostcmd

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Probe builds the command that looks a host over before anything is done
// there.
type Probe struct {
	Config *config.Config
	Host   config.Host
}

// The kinds of lines that [Probe.Look] prints.
const (
	proxyLine = "proxy"
	diskLine  = "disk"
	portLine  = "port"
	openDir   = "open-directory"
	openFile  = "open-file"
)

// Look prints what there is, for [ParseProbe]. It fails only when the host has
// no shell to speak of: what can't be found out is left out.
func (p Probe) Look() commands.Cmd {
	proxies := commands.Command("docker", "container", "ls", "--filter", "name=^("+layout.ProxyContainer+"|"+layout.TraefikContainer+")$").
		Arg("--format", proxyLine+" {{.Names}} {{.Image}}")
	disk := commands.Pipe(commands.Command("df", "-Pk", "."), commands.Command("awk", `NR == 2 { print "`+diskLine+`", $4 }`))
	ports := commands.Pipe(commands.Command("ss", "-Hltn").QuietErrors(),
		commands.Command("awk", `$4 ~ /:(80|443)$/ { sub(/.*:/, "", $4); print "`+portLine+`", $4 }`))
	return commands.Then(
		dockerState(),
		proxies.QuietErrors(), disk, ports, p.open(), LookAtMachine()).For("looking the host over")
}

// open finds what every account of the host has a right to: the run directory, and
// env files in it.
func (p Probe) open() commands.Cmd {
	find := func(kind string, what ...string) commands.Cmd {
		return commands.Command("find", "-H").Arg(what...).
			Arg("(", "-perm", "-001", "-o", "-perm", "-002", "-o", "-perm", "-004", ")", "-exec", "echo", kind, "{}", ";").QuietErrors()
	}
	return commands.Then(
		find(openDir, p.Config.RunDirectory, "-prune"),
		find(openFile, layout.EnvDirectory(p.Config), path.Join(layout.AppDirectory(p.Config), "env"), "-type", "f"))
}

// Findings are what [Probe.Look] found.
type Findings struct {
	// Docker says whether docker can be used.
	Docker DockerState
	// DockerVersion is that of its daemon, empty where it does not answer.
	DockerVersion string
	// Proxies are those that run.
	Proxies Proxies
	// FreeKiB is the room on the login directory's disk; -1 when it is not known.
	FreeKiB int64
	// Ports are those of 80 and 443 on which somebody listens.
	Ports []string
	// OpenDirectory is the run directory when every account of the host has a right
	// to it, or empty.
	OpenDirectory string
	// OpenFiles are the env files to which every account has a right.
	OpenFiles []string
	Machine   Machine
}

// ParseProbe reads what [Probe.Look] prints.
func ParseProbe(output string) Findings {
	f := Findings{FreeKiB: -1, Docker: ParseDockerState(output), Machine: ParseMachine(output)}
	var proxies strings.Builder
	for line := range strings.Lines(output) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case dockerLine:
			if f.Docker == DockerReady {
				f.DockerVersion = rest
			}
		case proxyLine:
			proxies.WriteString(rest + "\n")
		case diskLine:
			if n, err := strconv.ParseInt(rest, 10, 64); err == nil {
				f.FreeKiB = n
			}
		case openDir:
			f.OpenDirectory = rest
		case openFile:
			f.OpenFiles = append(f.OpenFiles, rest)
		case portLine:
			if !slices.Contains(f.Ports, rest) {
				f.Ports = append(f.Ports, rest)
			}
		}
	}
	f.Proxies = ParseProxies(proxies.String())
	return f
}

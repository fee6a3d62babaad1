package commands

import (
	"slices"
	"strconv"
	"strings"

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
)

// Look prints what there is, for [ParseProbe]. It fails only when the host has
// no shell to speak of: what can't be found out is left out.
func (p Probe) Look() Cmd {
	proxies := docker("container", "ls").
		filter("name=^("+ProxyContainer+"|"+TraefikContainer+")$").
		Arg("--format", proxyLine+" {{.Names}} {{.Image}}")
	disk := Pipe(Command("df", "-Pk", "."), Command("awk", `NR == 2 { print "`+diskLine+`", $4 }`))
	ports := Pipe(Command("ss", "-Hltn").QuietErrors(),
		Command("awk", `$4 ~ /:(80|443)$/ { sub(/.*:/, "", $4); print "`+portLine+`", $4 }`))
	return Then(
		dockerState(),
		proxies.QuietErrors(), disk, ports, Command("true"))
}

// Findings are what [Probe.Look] found.
type Findings struct {
	// Docker says whether docker can be used.
	Docker DockerState
	// Proxies are those that run.
	Proxies Proxies
	// FreeKiB is the room on the login directory's disk; -1 when it is not known.
	FreeKiB int64
	// Ports are those of 80 and 443 on which somebody listens.
	Ports []string
}

// ParseProbe reads what [Probe.Look] prints.
func ParseProbe(output string) Findings {
	f := Findings{FreeKiB: -1, Docker: ParseDockerState(output)}
	var proxies strings.Builder
	for line := range strings.Lines(output) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case proxyLine:
			proxies.WriteString(rest + "\n")
		case diskLine:
			if n, err := strconv.ParseInt(rest, 10, 64); err == nil {
				f.FreeKiB = n
			}
		case portLine:
			if !slices.Contains(f.Ports, rest) {
				f.Ports = append(f.Ports, rest)
			}
		}
	}
	f.Proxies = ParseProxies(proxies.String())
	return f
}

package commands

import (
	"path"
	"strings"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/rerun"
)

// BootConfig are the settings of kamal-proxy's container that files on the host
// hold. The zero value is what counts without any file.
type BootConfig struct {
	// NoPublish publishes no port; else PublishIPs are the addresses, none being
	// all of them.
	NoPublish  bool
	PublishIPs []string
	// HTTPPort and HTTPSPort are 80 and 443 when 0.
	HTTPPort, HTTPSPort int
	// LogMaxSize is 10m when nil; empty text sets none.
	LogMaxSize *string
	// Registry is the server before Repository [basecamp]; the image's name
	// follows.
	Registry, Repository string
	// Version is the tag of the image, or empty for the default one.
	Version string
	// MetricsPort is 0 for no metrics.
	MetricsPort int
	Debug       bool
	// DockerOptions are further options, each NAME=VALUE.
	DockerOptions []string
}

func (p Proxy) file(name string) string {
	return path.Join(layout.ProxyDirectory(need(p.Config)), name)
}

// bootConfig prints options, image and command as the files have them, each
// with its default, as text that xargs splits.
func (p Proxy) bootConfig() Cmd {
	return Then(
		p.read(layout.BootOptions, strings.Join(rerun.Publish(nil, 80, 443), " ")+" --log-opt max-size="+defaults.LogMaxSize),
		Command("echo"),
		p.imageOfFiles(),
		Command("cat", p.file(layout.BootCommand)).QuietErrors().Optional(),
	)
}

// imageOfFiles prints the image that the files name.
func (p Proxy) imageOfFiles() Cmd {
	return Command("printf", `%s:%s\n`).Word(
		Substitute(p.read(layout.BootImage, defaults.ProxyImage)),
		Substitute(p.read(layout.BootVersion, defaults.ProxyVersion)))
}

// read prints a file, or what counts without it.
func (p Proxy) read(name, otherwise string) Cmd {
	return Or(Command("cat", p.file(name)).QuietErrors(), Command("echo", otherwise))
}

// BootConfig prints the settings of kamal-proxy that the files hold, on one line.
func (p Proxy) BootConfig() Cmd { return Pipe(p.bootConfig(), Command("tr", "-s", `\n`, " ")) }

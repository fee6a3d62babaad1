package commands

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
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

// The files of boot_config.
const (
	optionsFile = "options"
	imageFile   = "image"
	versionFile = "image_version"
	commandFile = "run_command"
)

func (p Proxy) file(name string) string {
	return path.Join(layout.ProxyDirectory(need(p.Config)), name)
}

// bootConfig prints options, image and command as the files have them, each
// with its default, as text that xargs splits.
func (p Proxy) bootConfig() Cmd {
	return Then(
		p.read(optionsFile, BootConfig{}.options()),
		Command("echo"),
		p.imageOfFiles(),
		Command("cat", p.file(commandFile)).QuietErrors().Optional(),
	)
}

// imageOfFiles prints the image that the files name.
func (p Proxy) imageOfFiles() Cmd {
	return Command("printf", `%s:%s\n`).Word(
		Substitute(p.read(imageFile, BootConfig{}.image())),
		Substitute(p.read(versionFile, config.DefaultProxyVersion)))
}

// read prints a file, or what counts without it.
func (p Proxy) read(name, otherwise string) Cmd {
	return Or(Command("cat", p.file(name)).QuietErrors(), Command("echo", otherwise))
}

// BootConfig prints the settings that the files hold, on one line.
func (p Proxy) BootConfig() Cmd { return Pipe(p.bootConfig(), Command("tr", "-s", `\n`, " ")) }

// SetBootConfig writes the files of boot_config, and removes those that would
// hold their default. The folder has to be there.
func (p Proxy) SetBootConfig(b BootConfig) Cmd {
	return And(
		p.set(optionsFile, b.options(), BootConfig{}.options()),
		p.set(imageFile, b.image(), BootConfig{}.image()),
		p.set(versionFile, b.Version, ""),
		p.set(commandFile, b.command(), ""),
	)
}

// ResetBootConfig removes the files of boot_config.
func (p Proxy) ResetBootConfig() Cmd {
	return Command("rm", "-f", p.file(optionsFile), p.file(imageFile), p.file(versionFile), p.file(commandFile))
}

func (p Proxy) set(name, value, otherwise string) Cmd {
	if value == otherwise {
		return Command("rm", "-f", p.file(name))
	}
	return PrintLine(value).WriteTo(Text(p.file(name)))
}

func (b BootConfig) options() string {
	var args []string
	if !b.NoPublish {
		args = publish(b.PublishIPs, cmp.Or(b.HTTPPort, 80), cmp.Or(b.HTTPSPort, 443))
	}
	size := config.DefaultLogMaxSize
	if b.LogMaxSize != nil {
		size = *b.LogMaxSize
	}
	if size != "" {
		args = append(args, "--log-opt", "max-size="+size)
	}
	if b.MetricsPort != 0 {
		args = append(args, "--expose="+strconv.Itoa(b.MetricsPort))
	}
	for _, o := range b.DockerOptions {
		args = append(args, "--"+o)
	}
	return xargsLine(args)
}

func (b BootConfig) image() string {
	image := cmp.Or(b.Repository, path.Dir(config.DefaultProxyImage)) + "/" + path.Base(config.DefaultProxyImage)
	if b.Registry != "" {
		return b.Registry + "/" + image
	}
	return image
}

func (b BootConfig) command() string {
	if !b.Debug && b.MetricsPort == 0 {
		return ""
	}
	line := "kamal-proxy run"
	if b.Debug {
		line += " --debug"
	}
	if b.MetricsPort != 0 {
		line += ` --metrics-port "` + strconv.Itoa(b.MetricsPort) + `"`
	}
	return line
}

// xargsLine writes words so that xargs gets them back: it has quotes, but no
// escapes inside of them.
func xargsLine(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = w
		if strings.ContainsAny(w, " \t\n'\"\\") {
			quoted[i] = `"` + strings.ReplaceAll(w, `"`, `"'"'"`) + `"`
		}
	}
	return strings.Join(quoted, " ")
}

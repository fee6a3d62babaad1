package hostcmd

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/rerun"
	"github.com/kamal-go/kamal/kamal/commands"
)

// SetBootConfig writes the files of boot_config, and removes those that would
// hold their default.
func (p Proxy) SetBootConfig(b commands.BootConfig) commands.Cmd {
	return commands.And(
		Server{p.Config}.makeFolders(layout.ProxyDirectory(p.Config)),
		p.set(layout.BootOptions, bootOptions(b), bootOptions(commands.BootConfig{})),
		p.set(layout.BootImage, bootImage(b), defaults.ProxyImage),
		p.set(layout.BootVersion, b.Version, ""),
		p.set(layout.BootCommand, bootCommand(b), ""),
	)
}

// ResetBootConfig removes the files of boot_config.
func (p Proxy) ResetBootConfig() commands.Cmd {
	return Server{p.Config}.RemoveFiles(Survey{p.Config}.ProxyFiles()...)
}

func (p Proxy) set(name, value, otherwise string) commands.Cmd {
	file := path.Join(layout.ProxyDirectory(p.Config), name)
	if value == otherwise {
		return Server{p.Config}.RemoveFiles(file)
	}
	return printLine(value).WriteTo(commands.Text(file))
}

func bootOptions(b commands.BootConfig) string {
	var args []string
	if !b.NoPublish {
		args = rerun.Publish(b.PublishIPs, cmp.Or(b.HTTPPort, 80), cmp.Or(b.HTTPSPort, 443))
	}
	size := defaults.LogMaxSize
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

func bootImage(b commands.BootConfig) string {
	image := cmp.Or(b.Repository, path.Dir(defaults.ProxyImage)) + "/" + path.Base(defaults.ProxyImage)
	if b.Registry != "" {
		return b.Registry + "/" + image
	}
	return image
}

func bootCommand(b commands.BootConfig) string {
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

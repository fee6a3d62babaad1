package hostcmd

import (
	"path"
	"strconv"
	"strings"

	"github.com/kballard/go-shellquote"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/kamal/commands"
)

// ParseBootConfig reads what [commands.Proxy.BootConfig] prints: options, image and
// command of kamal-proxy. What is written there by hand and no setting is left out.
func ParseBootConfig(output string) commands.BootConfig {
	var none string
	b := commands.BootConfig{NoPublish: true, LogMaxSize: &none}
	options, image, command := partsOfBootConfig(words(output))
	b.Registry, b.Repository, b.Version = partsOfImage(image)
	for i, w := range command {
		switch name, value, _ := strings.Cut(w, "="); name {
		case "--debug":
			b.Debug = true
		case "--metrics-port":
			if value == "" && i+1 < len(command) {
				value = command[i+1]
			}
			b.MetricsPort, _ = strconv.Atoi(value)
		}
	}
	for _, o := range options {
		readOption(&b, o)
	}
	return b
}

// partsOfBootConfig tells the options, each NAME=VALUE, from the image and from the
// command.
func partsOfBootConfig(all []string) (options []string, image string, command []string) {
	for i := 0; i < len(all); i++ {
		name, isOption := strings.CutPrefix(all[i], "--")
		switch {
		case isOption && (name == "publish" || name == "log-opt") && i+1 < len(all):
			i++
			options = append(options, name+"="+all[i])
		case isOption:
			options = append(options, name)
		case strings.HasPrefix(path.Base(all[i]), path.Base(defaults.ProxyImage)+":"):
			return options, all[i], all[i+1:]
		}
	}
	return options, "", nil
}

func readOption(b *commands.BootConfig, option string) {
	name, value, _ := strings.Cut(option, "=")
	size, isSize := strings.CutPrefix(value, "max-size=")
	switch {
	case name == "publish":
		readPublished(b, value)
	case name == "log-opt" && isSize:
		b.LogMaxSize = &size
	case name == "expose" && b.MetricsPort > 0 && value == strconv.Itoa(b.MetricsPort):
	default:
		b.DockerOptions = append(b.DockerOptions, option)
	}
}

// readPublished reads [ADDRESS:]PORT:PORT of the container.
func readPublished(b *commands.BootConfig, value string) {
	b.NoPublish = false
	outside, inside, _ := cutLast(value, ":")
	address, port, has := cutLast(outside, ":")
	if !has {
		address, port = "", outside
	}
	n, _ := strconv.Atoi(port)
	if inside == "443" {
		b.HTTPSPort = n
		return
	}
	b.HTTPPort = n
	if address != "" {
		b.PublishIPs = append(b.PublishIPs, strings.Trim(address, "[]"))
	}
}

// partsOfImage takes [REGISTRY/]REPOSITORY/kamal-proxy:VERSION apart.
func partsOfImage(image string) (registry, repository, version string) {
	name, version, _ := cutLast(image, ":")
	repository = path.Dir(name)
	first, rest, _ := strings.Cut(repository, "/")
	switch {
	case repository == ".":
		return "", "", version
	case strings.ContainsAny(first, ".:") || first == "localhost":
		return first, rest, version
	}
	return "", repository, version
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// words splits as xargs does. What lacks a quote, which xargs refuses, is split at blanks.
func words(text string) []string {
	all, err := shellquote.Split(text)
	if err != nil {
		return strings.Fields(text)
	}
	return all
}

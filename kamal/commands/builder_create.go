package commands

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// Inspect shows the builder, and fails when it is not there. For a remote one
// the output holds its endpoints; see [Builder.Fits]. Docker's driver needs
// nothing.
func (b Builder) Inspect() Cmd {
	switch {
	case b.Kind() == config.BuilderPack:
		return Command("pack", "builder", "inspect", need(b.Config).Builder.Pack.Builder)
	case b.Name() == "":
		return Cmd{}
	case b.Remote():
		return And(docker("buildx", "inspect", b.Name()),
			docker("context", "inspect", b.contextName(), "--format", "context "+contextEndpoint))
	default:
		return docker("buildx", "inspect", b.Name())
	}
}

const contextEndpoint = "{{.Endpoints.docker.Host}}"

// Fits reports from what [Builder.Inspect] printed whether the builder is made
// for the remote machine of the configuration.
func (b Builder) Fits(output string) bool {
	if !b.Remote() {
		return true
	}
	var endpoint, context bool
	for line := range strings.Lines(output) {
		f := strings.Fields(line)
		if len(f) != 2 {
			continue
		}
		endpoint = endpoint || f[0] == "Endpoint:" && f[1] == b.contextName()
		context = context || f[0] == "context" && f[1] == need(b.Config).Builder.Remote
	}
	return endpoint && context
}

// Create makes the builder. Docker's driver and buildpacks need none.
func (b Builder) Create() Cmd {
	local, remote := need(b.Config).Builder.Split(b.Machine)
	switch b.Kind() {
	case config.BuilderHybrid:
		return And(b.createLocal(local), b.createContext(), b.append(remote))
	case config.BuilderRemote:
		return And(b.createContext(), b.network(docker("buildx", "create", "--name", b.Name())).Arg(b.contextName()))
	case config.BuilderCloud:
		return docker("buildx", "create", "--driver").Arg(strings.Fields(b.Config.Builder.Driver)...)
	case config.BuilderPack:
		return Cmd{}
	}
	if b.Name() == "" {
		return Cmd{}
	}
	return b.createLocal(nil)
}

func (b Builder) createLocal(arches []string) Cmd {
	c := docker("buildx", "create")
	if len(arches) > 0 {
		c = c.Arg("--platform", platforms(arches))
	}
	c = b.network(c.Arg("--name", b.Name(), "--driver="+need(b.Config).Builder.Driver))
	if b.Config.Builder.LocalEndpoint != "" {
		c = c.Arg(b.Config.Builder.LocalEndpoint)
	}
	return c
}

func (b Builder) append(arches []string) Cmd {
	c := docker("buildx", "create", "--platform", platforms(arches), "--append", "--name", b.Name())
	return b.network(c).Arg(b.contextName())
}

func (b Builder) createContext() Cmd {
	return docker("context", "create", b.contextName(), "--description", b.Name()+" host",
		"--docker", "host="+need(b.Config).Builder.Remote)
}

// network lets the builder reach a registry on this machine.
func (b Builder) network(c Cmd) Cmd {
	if need(b.Config).Registry.Local() {
		return c.Arg("--driver-opt", "network=host")
	}
	return c
}

// Remove removes the builder. The status is that of the last part.
func (b Builder) Remove() Cmd {
	switch {
	case b.Name() == "":
		return Cmd{}
	case b.Remote():
		return Then(docker("context", "rm", b.contextName()), docker("buildx", "rm", b.Name()))
	default:
		return docker("buildx", "rm", b.Name())
	}
}

// Details shows what builders there are.
func (b Builder) Details() Cmd {
	if b.Kind() == config.BuilderPack {
		return b.Inspect()
	}
	return And(docker("context", "ls"), docker("buildx", "ls"))
}

func platforms(arches []string) string {
	names := make([]string, len(arches))
	for i, a := range arches {
		names[i] = "linux/" + a
	}
	return strings.Join(names, ",")
}

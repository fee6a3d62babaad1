package commands

import (
	"strings"

	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/internal/layout"
)

// Create makes the builder. Docker's driver and buildpacks need none.
func (b Builder) Create() Cmd {
	local, remote := buildkind.Split(need(b.Config).Builder, b.Machine)
	switch b.kind() {
	case buildkind.Hybrid:
		return And(b.createLocal(local), b.createContext(), b.append(remote))
	case buildkind.Remote:
		return And(b.createContext(), b.network(docker("buildx", "create", "--name", b.Name())).Arg(layout.BuilderContext(b.Name())))
	case buildkind.Cloud:
		return docker("buildx", "create", "--driver").Arg(strings.Fields(b.Config.Builder.Driver)...)
	case buildkind.Pack:
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
	return b.network(c).Arg(layout.BuilderContext(b.Name()))
}

func (b Builder) createContext() Cmd {
	return docker("context", "create", layout.BuilderContext(b.Name()), "--description", b.Name()+" host",
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
	case b.kind().Elsewhere():
		return Then(docker("context", "rm", layout.BuilderContext(b.Name())), docker("buildx", "rm", b.Name()))
	default:
		return docker("buildx", "rm", b.Name())
	}
}

// Details shows what builders there are; for buildpacks, the one that is configured.
func (b Builder) Details() Cmd {
	if b.kind() == buildkind.Pack {
		return Command("pack", "builder", "inspect", need(b.Config).Builder.PackBuilder)
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

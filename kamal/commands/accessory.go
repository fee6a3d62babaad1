package commands

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// Accessory builds the commands for an accessory's container on one host.
type Accessory struct {
	Config    *config.Config
	Accessory *config.Accessory
	Host      config.Host
}

// Run starts the container and prints its whole id.
func (a Accessory) Run() Cmd {
	c := docker("run", "--name", a.name(), "--detach", "--restart", need(a.Accessory).Restart)
	c = a.network(c).logging(need(a.Config).Logging)
	if a.Accessory.Publish != "" {
		c = c.flag("--publish", hostText(a.Accessory.Publish))
	}
	c = c.Arg("--env", "KAMAL_HOST="+string(a.Host))
	c = a.volumes(a.env(c)).Arg("--label", "service="+a.name()).pairs("--label", a.Accessory.Labels)
	return c.options(a.Accessory.Options).Arg(a.Accessory.Image).line(a.Accessory.Cmd)
}

// ExecNew runs a command line in a new container.
func (a Accessory) ExecNew(o ExecOptions) Cmd {
	c := a.network(o.lifetime(o.terminal(docker("run"))))
	c = a.volumes(a.env(c).pairs("--env", o.Env)).options(need(a.Accessory).Options)
	return c.Arg(a.Accessory.Image).line(o.Line)
}

// ExecReuse runs a command line in the container.
func (a Accessory) ExecReuse(o ExecOptions) Cmd { return o.reuse(a.name()) }

// Start starts the container that is there.
func (a Accessory) Start() Cmd { return docker("container", "start", a.name()) }

// Stop stops the container.
func (a Accessory) Stop() Cmd { return docker("container", "stop", a.name()) }

// Details shows the running container.
func (a Accessory) Details() Cmd { return docker("ps").filter(a.label()) }

// Logs prints the container's log.
func (a Accessory) Logs(o LogOptions) Cmd { return o.of(a.name()) }

// Pull pulls the image.
func (a Accessory) Pull() Cmd { return docker("image", "pull", need(a.Accessory).Image) }

// RemoveContainer removes the container, which must be stopped. The label alone
// would take containers of a service along that has the accessory's name.
func (a Accessory) RemoveContainer() Cmd {
	names := docker("container", "ls", "--all").filter(a.label()).Arg("--format", "{{.Names}}")
	others := Pipe(names, Command("grep", "-qvxF", a.name()))
	return Or(
		And(others, docker("container", "rm", a.name()).Optional()),
		docker("container", "prune", "--force").filter(a.label()))
}

// RemoveImage removes the image, unless a container is left that was made from
// it: a neighbour's may be.
func (a Accessory) RemoveImage() Cmd {
	images := docker("container", "ls", "--all", "--format", "{{.Image}}")
	return Or(Pipe(images, Command("grep", "-qxF", need(a.Accessory).Image)), docker("image", "rm", "--force", a.Accessory.Image))
}

// ProxyDeploy makes kamal-proxy send the accessory's requests to a container,
// by its id, and waits until it is healthy.
func (a Accessory) ProxyDeploy(id string) Cmd {
	return deployment{
		proxy: need(a.Accessory).Proxy, target: Text(id), config: a.Config, owner: a.Accessory.Name, service: a.name(),
	}.cmd()
}

// ProxyRemove makes kamal-proxy forget the accessory.
func (a Accessory) ProxyRemove() Cmd { return inProxy("remove", a.name()) }

func (a Accessory) name() string { return need(a.Accessory).ContainerName }

func (a Accessory) label() string { return "label=service=" + a.name() }

func (a Accessory) network(c Cmd) Cmd {
	switch {
	case need(a.Accessory).Network != "":
		return c.Arg("--network", a.Accessory.Network)
	case need(a.Config).OnTraefik(a.Host):
		return c
	default:
		return c.Arg("--network", layout.Network)
	}
}

func (a Accessory) env(c Cmd) Cmd {
	return c.pairs("--env", need(a.Accessory).Env.Clear).Arg("--env-file", layout.AccessoryEnvFile(a.Config, a.Accessory))
}

// volumes appends the volumes, those of files, and those of directories.
func (a Accessory) volumes(c Cmd) Cmd {
	c = c.volumes(need(a.Accessory).Volumes...)
	for _, m := range a.Accessory.Files {
		c = c.flag("--volume", mount(layout.AccessoryFile(a.Accessory, m), m))
	}
	for _, m := range a.Accessory.Directories {
		c = c.flag("--volume", mount(layout.AccessoryDirectory(a.Accessory, m), m))
	}
	return c
}

func mount(source string, m config.Mount) Word {
	target := ":" + m.Remote
	if m.Options != "" {
		target += ":" + m.Options
	}
	return Concat(onHost(source), Text(target))
}

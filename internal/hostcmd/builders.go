package hostcmd

import (
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// App has what the operations need of an app's containers besides what programs do.
type App struct{ commands.App }

// Accessory is the same for an accessory's container and its files.
type Accessory struct{ accessory }

type accessory = commands.Accessory

// NewAccessory gives the commands for an accessory on one of its hosts.
func NewAccessory(c *config.Config, a *config.Accessory, host config.Host) Accessory {
	return Accessory{accessory{Config: c, Accessory: a, Host: host}}
}

// Proxy is the same for the proxies.
type Proxy struct{ commands.Proxy }

// Builder is the same for what makes images.
type Builder struct{ commands.Builder }

func docker(args ...string) commands.Cmd { return commands.Command("docker", args...) }

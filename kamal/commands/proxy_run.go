package commands

import (
	"strconv"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/rerun"
	"github.com/kamal-go/kamal/kamal/config"
)

// Run runs a new container: of kamal-proxy with the settings of the configuration
// where there are some for this host, else with those of the files of boot_config.
func (p Proxy) Run() Cmd {
	if p.Traefik {
		return p.runTraefik()
	}
	if r := layout.ProxyRunFor(need(p.Config), p.Host); r != nil {
		return p.runWith(r)
	}
	return Pipe(p.bootConfig(), p.base(Command("xargs", "docker", "run")))
}

func (p Proxy) base(c Cmd) Cmd {
	return c.Arg("--name", layout.ProxyContainer, "--network", layout.Network, "--detach", "--restart", "unless-stopped").
		Arg("--volume", "kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy").
		flag("--volume", Concat(onHost(layout.ProxyFiles(need(p.Config))), Text(":"+layout.ProxyMount)))
}

func (p Proxy) runWith(r *config.ProxyRun) Cmd {
	c := p.base(docker("run"))
	if r.Publish {
		c = c.Arg(rerun.Publish(r.BindIPs, r.HTTPPort, r.HTTPSPort)...)
	}
	if r.LogMaxSize != "" {
		c = c.Arg("--log-opt", "max-size="+r.LogMaxSize)
	}
	if r.MetricsPort != 0 {
		c = c.Arg("--expose=" + strconv.Itoa(r.MetricsPort))
	}
	c = c.options(r.Options).Arg(layout.ProxyImage(r), "kamal-proxy", "run")
	if r.Debug {
		c = c.Arg("--debug")
	}
	if r.MetricsPort != 0 {
		c = c.Arg("--metrics-port", strconv.Itoa(r.MetricsPort))
	}
	return c
}

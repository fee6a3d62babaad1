package cli

type proxyFamily struct {
	Boot            proxyBootCmd            `cmd:"" name:"boot" help:"Boot the proxy where it does not run."`
	BootConfig      proxyBootConfigFamily   `cmd:"" name:"boot_config" help:"Settings of the proxy's container, kept on the hosts."`
	Reboot          proxyRebootCmd          `cmd:"" name:"reboot" help:"Stop the proxy, remove it, boot it."`
	Start           proxyStartCmd           `cmd:"" name:"start" help:"Start the stopped proxy."`
	Stop            proxyStopCmd            `cmd:"" name:"stop" help:"Stop the proxy."`
	Restart         proxyRestartCmd         `cmd:"" name:"restart" help:"Stop and start the proxy."`
	Details         proxyDetailsCmd         `cmd:"" name:"details" help:"Show the proxy's containers."`
	Logs            proxyLogsCmd            `cmd:"" name:"logs" help:"Show the proxy's log."`
	Remove          proxyRemoveCmd          `cmd:"" name:"remove" help:"Remove the proxy's container and image."`
	Upgrade         proxyUpgradeCmd         `cmd:"" name:"upgrade" hidden:"" help:"Replace Traefik by kamal-proxy."`
	RemoveContainer proxyRemoveContainerCmd `cmd:"" name:"remove_container" hidden:"" help:"Remove the proxy's stopped container."`
	RemoveImage     proxyRemoveImageCmd     `cmd:"" name:"remove_image" hidden:"" help:"Remove the proxy's image."`
	RemoveDir       proxyRemoveDirCmd       `cmd:"" name:"remove_proxy_directory" hidden:"" help:"Remove the proxy's directory."`
}

type (
	proxyBootCmd            struct{}
	proxyStartCmd           struct{}
	proxyRestartCmd         struct{}
	proxyDetailsCmd         struct{}
	proxyRemoveContainerCmd struct{}
	proxyRemoveImageCmd     struct{}
	proxyRemoveDirCmd       struct{}
)

type proxyRebootCmd struct {
	Rolling      `embed:""`
	AtOnce       bool `name:"at-once" help:"On all hosts at once, not on one after the other."`
	DrainTimeout uint `name:"drain-timeout" placeholder:"SECONDS" help:"Time for requests in flight, while new ones are refused [0.25, or 10 with a hook pre-proxy-reboot]."`
}

type proxyUpgradeCmd struct {
	Rolling `embed:""`
}

// ProxyLogOptions are those of both proxies' logs.
type ProxyLogOptions struct {
	Since          string `name:"since" short:"s" placeholder:"TIME" help:"Lines since then: a time, or 30m, or 2h."`
	Lines          *uint  `name:"lines" short:"n" placeholder:"N" help:"So many lines of each container [100, with -f 10]."`
	Grep           string `name:"grep" short:"g" placeholder:"PATTERN" help:"Lines that match."`
	Follow         bool   `name:"follow" short:"f" help:"Go on with new lines as they come."`
	SkipTimestamps bool   `name:"skip-timestamps" short:"T" help:"Without docker's times."`
}

type proxyLogsCmd struct {
	ProxyLogOptions `embed:""`
}

type proxyStopCmd struct {
	Force bool `name:"force" help:"Even where other services are behind it."`
}

type proxyRemoveCmd struct {
	Force bool `name:"force" help:"Even where it is in use."`
}

type proxyBootConfigFamily struct {
	Set   proxyBootConfigSetCmd   `cmd:"" name:"set" help:"Write the settings; what is not given is reset."`
	Get   proxyBootConfigGetCmd   `cmd:"" name:"get" help:"Show the settings."`
	Reset proxyBootConfigResetCmd `cmd:"" name:"reset" help:"Go back to the defaults."`
}

type (
	proxyBootConfigGetCmd   struct{}
	proxyBootConfigResetCmd struct{}
)

type proxyBootConfigSetCmd struct {
	Publish       bool     `name:"publish" default:"true" help:"Publish the ports on the host [true]."`
	PublishHostIP []string `name:"publish-host-ip" sep:"none" takes:"several" placeholder:"ADDRESS" help:"Only on this address; may be given again."`
	HTTPPort      uint16   `name:"http-port" default:"80" placeholder:"PORT" help:"The host's port for HTTP [80]."`
	HTTPSPort     uint16   `name:"https-port" default:"443" placeholder:"PORT" help:"The host's port for HTTPS [443]."`
	LogMaxSize    string   `name:"log-max-size" default:"10m" placeholder:"SIZE" help:"Limit of the log; empty for none [10m]."`
	Registry      string   `name:"registry" placeholder:"SERVER" help:"Where its image comes from."`
	Repository    string   `name:"repository" placeholder:"NAME" help:"The image's name without kamal-proxy [basecamp]."`
	ImageVersion  string   `name:"image-version" placeholder:"VERSION" help:"The image's version."`
	MetricsPort   uint16   `name:"metrics-port" placeholder:"PORT" help:"Serve metrics on this port."`
	Debug         bool     `name:"debug" help:"Log more."`
	DockerOptions []string `name:"docker-options" sep:"none" takes:"words" placeholder:"NAME=VALUE" help:"Options for docker run; several may follow."`
}

package cli

import (
	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/kamal/config"
)

// cli is the grammar: what stands here is what "kamal help" lists, in this order.
type cli struct {
	Common `embed:""`

	Setup    setupCmd    `cmd:"" name:"setup" group:"Deploying" help:"Prepare the servers, boot accessories, deploy the app."`
	Deploy   deployCmd   `cmd:"" name:"deploy" group:"Deploying" help:"Build the image and boot it on the servers."`
	Redeploy redeployCmd `cmd:"" name:"redeploy" group:"Deploying" help:"Deploy without looking after the proxy and without pruning."`
	Rollback rollbackCmd `cmd:"" name:"rollback" group:"Deploying" help:"Go back to a version whose containers are still there."`
	Plan     planCmd     `cmd:"" name:"plan" words:"line" option:"--dry-run" usual:"deploy" group:"Deploying" help:"Show what a command would do, and change nothing."`
	Remove   removeCmd   `cmd:"" name:"remove" group:"Deploying" help:"Remove app, proxy, accessories and registry login from the servers."`

	App       appFamily       `cmd:"" name:"app" group:"Parts" help:"The app: boot, stop, logs, commands in its containers."`
	Accessory accessoryFamily `cmd:"" name:"accessory" group:"Parts" help:"Databases and the like, beside the app."`
	Proxy     proxyFamily     `cmd:"" name:"proxy" group:"Parts" help:"kamal-proxy, in front of the app."`
	Traefik   traefikFamily   `cmd:"" name:"traefik" group:"Parts" help:"Traefik, in front of the app."`
	Build     buildFamily     `cmd:"" name:"build" group:"Parts" help:"Build the image, push it, pull it on the servers."`
	Env       envFamily       `cmd:"" name:"env" group:"Parts" help:"Env files on the servers."`
	Registry  registryFamily  `cmd:"" name:"registry" group:"Parts" help:"Log in to the image registry, here and on the servers."`
	Server    serverFamily    `cmd:"" name:"server" group:"Parts" help:"The servers themselves."`
	Lock      lockFamily      `cmd:"" name:"lock" group:"Parts" help:"The deploy lock."`
	Prune     pruneFamily     `cmd:"" name:"prune" group:"Parts" help:"Remove old images and containers."`
	Secrets   secretsFamily   `cmd:"" name:"secrets" group:"Parts" help:"Fetch secrets from a vault, look at them."`

	Details detailsCmd `cmd:"" name:"details" group:"Looking" help:"Show all containers."`
	Audit   auditCmd   `cmd:"" name:"audit" group:"Looking" help:"Show who did what on the servers."`
	Doctor  doctorCmd  `cmd:"" name:"doctor" group:"Looking" help:"Look for what would make a deploy fail."`
	Config  configCmd  `cmd:"" name:"config" group:"Looking" help:"Show the combined configuration, secrets left out."`

	Upgrade   upgradeCmd   `cmd:"" name:"upgrade" group:"Moving" help:"Move servers from Traefik to kamal-proxy."`
	Downgrade downgradeCmd `cmd:"" name:"downgrade" group:"Moving" help:"Move servers from kamal-proxy back to Traefik."`
	Envify    envifyCmd    `cmd:"" name:"envify" group:"Moving" help:"Render .env.erb to .env and push env files."`

	Init       initCmd       `cmd:"" name:"init" group:"Beginning" help:"Create a configuration, a secrets file and sample hooks."`
	Docs       docsCmd       `cmd:"" name:"docs" group:"Beginning" help:"Show the reference of the configuration."`
	Completion completionCmd `cmd:"" name:"completion" group:"Beginning" help:"Print the completion script for a shell."`
	Version    versionCmd    `cmd:"" name:"version" group:"Beginning" help:"Show the version of kamal."`

	Own kong.Plugins `embed:""`

	Complete  completeCmd      `cmd:"" name:"__complete" hidden:"" words:"rest" help:"Answer a completion script."`
	Grammar   grammarCmd       `cmd:"" name:"__grammar" hidden:"" help:"Print the grammar for programs."`
	ExitCodes exitCodesCommand `cmd:"" name:"exit-codes" hidden:"" help:"Say what the exit status means."`
}

// Common are the options of every command.
type Common struct {
	Verbose          bool   `name:"verbose" short:"v" help:"Show every command and what it prints, as it comes."`
	Quiet            bool   `name:"quiet" short:"q" help:"Show results only."`
	Version          string `name:"version" placeholder:"VERSION" help:"The app's version."`
	Primary          bool   `name:"primary" short:"p" help:"Only the primary host."`
	Hosts            string `name:"hosts" short:"h" placeholder:"LIST" help:"Only these hosts: names or globs, with commas."`
	Roles            string `name:"roles" short:"r" placeholder:"LIST" help:"Only these roles: names or globs, with commas."`
	ConfigFile       string `name:"config-file" short:"c" placeholder:"FILE" help:"The configuration [config/deploy.yml]."`
	Destination      string `name:"destination" short:"d" placeholder:"NAME" help:"Merge deploy.NAME.yml over it."`
	SkipHooks        bool   `name:"skip-hooks" short:"H" help:"Run no hooks."`
	LockWait         bool   `name:"lock-wait" help:"Wait for a lock that another deploy holds."`
	LockWaitTimeout  uint   `name:"lock-wait-timeout" placeholder:"SECONDS" default:"900" help:"How long to wait for it [900]."`
	LockWaitInterval uint   `name:"lock-wait-interval" placeholder:"SECONDS" default:"15" help:"How often to try [15]."`
	DryRun           bool   `name:"dry-run" help:"Show what would be done, and change nothing."`
	Offline          bool   `name:"offline" help:"With --dry-run: contact no host, assume new ones."`
	DetailedExitcode bool   `name:"detailed-exitcode" help:"With --dry-run or plan: exit with 2 if something changes."`
	Output           string `name:"output" placeholder:"FORMAT" help:"json: one event a line, for programs."`
	Timeline         string `name:"timeline" placeholder:"FILE" help:"Write where time went: a page (.html) or trace events (.json)."`
}

// version is the app's version that was asked for, or empty.
func (c *Common) version() config.Version { return config.Version(c.Version) }

// Confirmed is the option of commands that ask before they begin.
type Confirmed struct {
	Confirmed bool `name:"confirmed" short:"y" help:"Don't ask."`
}

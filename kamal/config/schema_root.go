package config

import (
	"regexp"

	"github.com/kamal-go/kamal/internal/gemversion"
)

var (
	serviceName = regexp.MustCompile(`^[a-zA-Z0-9_][a-zA-Z0-9_-]{0,63}$`)
	aliasName   = regexp.MustCompile(`^[a-z0-9_-]+$`)
)

const noVolume = "SOURCE:PATH or SOURCE:PATH:OPTIONS"

// root is the whole configuration.
var root = &field{shape: table, fields: []*field{
	{
		name: "service", shape: text, required: true, pattern: serviceName, says: "made of letters, digits, - and _ only, without - in front, and at most 64 characters long",
		about: "The name of the app on its hosts; containers are named after it.", example: "shop",
	},
	{
		name: "image", needed: true, shape: word, otherwise: "the service, with a local registry", refuse: isEmpty, says: "the name of an image",
		about: "The name of the image, without the registry's server and without a tag.", example: "acme/shop",
	},
	named("registry", registryField),
	builderField,
	serversField,
	{
		name: "primary_role", shape: text, preset: defaultRole, about: "The role that is booted first, and on which the others wait.", example: "web",
	},
	{
		name: "allow_empty_roles", shape: flag, preset: "false", about: "Lets roles have no hosts.", example: "false",
	},
	envField,
	{
		name: "env_tags", shape: table, values: tagField, about: "The older place of env.tags.",
		example: "{ east: { REGION: east } }", instead: true, older: true,
	},
	proxyField,
	accessoriesField,
	labelsField,
	volumesField,
	assetPathField,
	{
		name: "error_pages_path", shape: word, about: "A local folder with pages such as 404.html, that kamal-proxy shows for the app.", example: "public",
	},
	{
		name: "retain_containers", shape: number, preset: "5", least: new(int64(1)),
		about: "How many stopped containers, and their images, are kept for a rollback.", example: "3",
	},
	{
		name: "readiness_delay", shape: number, unit: inSeconds, preset: "7", least: new(int64(0)),
		about: "Seconds that a container without proxy and health check must run to count as up.", example: "10",
	},
	{
		name: "deploy_timeout", shape: number, unit: inSeconds, preset: "30", least: new(int64(0)), about: "Seconds that a container may take to get healthy.", example: "60",
	},
	{
		name: "drain_timeout", shape: number, unit: inSeconds, preset: "30", least: new(int64(0)), about: "Seconds that requests to an old container may take.", example: "20",
	},
	stopTimeoutField,
	{
		name: "stop_wait_time", shape: number, unit: inSeconds, forms: stopForms, least: new(int64(0)), about: "The older name of stop_timeout.", example: "40", instead: true, older: true,
	},
	sshField,
	sshkitField,
	bootField,
	loggingField,
	outputField,
	aliasesField,
	{
		name: "hooks_path", shape: word, preset: ".kamal/hooks", refuse: isEmpty, says: "a folder", about: "The folder of the hooks.", example: ".kamal/hooks",
	},
	{
		name: "hooks_output", shape: text | table, values: &field{shape: text, oneOf: []string{"quiet", "verbose"}}, oneOf: []string{"quiet", "verbose"},
		about: "Whether the output of hooks is shown, for all of them or by name.", example: "{ pre-deploy: verbose }",
	},
	{
		name: "secrets_path", shape: word, preset: ".kamal/secrets", refuse: isEmpty, says: "a file", about: "The secrets file; -common and .DESTINATION are added to it.", example: ".kamal/secrets",
	},
	{
		name: "run_directory", shape: word, preset: ".kamal", refuse: noFolder, says: "a folder, absolute or below the login directory (without ~ and ..)",
		about: "The folder on the hosts for everything that is kept there.", example: ".kamal",
	},
	{
		name: "require_destination", shape: flag, preset: "false", about: "Refuses to do anything without a destination (-d).", example: "false",
	},
	{
		name: "minimum_version", shape: text, pattern: gemversion.Form, says: "a version, such as 2.3.0", about: "The oldest Kamal that may read this file.", example: "2.3.0",
	},
	{
		name: "env_push", shape: text, preset: "auto", oneOf: []string{"auto", envPushManual},
		about: "auto: booting writes env files to the hosts; manual: only kamal env push does.", example: "auto",
	},
	{
		name: "on_failure", shape: text, preset: "leave", oneOf: []string{string(OnFailureLeave), string(OnFailureRollback)},
		about: "What a failed deploy does with hosts that run the new version already.", example: "leave",
	},
	traefikField,
	{
		name: "healthcheck", shape: table, fields: healthcheckField.fields, leftover: "proxy.healthcheck for the path, proxy.app_port for the port; or traefik: {} to stay with Traefik",
		about: "How docker asks containers of Traefik hosts for their health.", instead: true,
	},
}}

var (
	labelsField = &field{
		name: "labels", shape: table, values: aText, about: "Labels of the containers.", example: "{ team: sales }",
	}
	volumesField = &field{
		name: "volumes", shape: list, entries: byMount, items: &field{shape: word, refuse: isEmpty, says: noVolume},
		about: "Volumes of the containers, as docker takes them.", example: "[ shop_data:/app/data ]",
	}
	assetPathField = &field{
		name: "asset_path", shape: word, about: "A folder in the image whose files of the old and the new version are served by both; options of the mount may follow after a colon.",
		example: "/app/public/assets",
	}
	stopTimeoutField = &field{
		name: "stop_timeout", shape: number, unit: inSeconds, forms: stopForms, least: new(int64(0)), otherwise: "drain_timeout without a proxy, docker's own behind one",
		about: "Seconds that docker waits for a container to stop.", example: "40",
	}
	aliasesField = &field{
		name: "aliases", shape: table, values: aText, about: "Commands of your own, each with what it stands for.",
		example: "\n  console: app exec --interactive --reuse \"bin/console\"\n  tail: app logs --follow --lines 20",
	}
	cmdField = &field{
		name: "cmd", shape: text, formerly: []string{"command"}, about: "The command to run in place of the image's own.", example: "bin/jobs",
	}
)

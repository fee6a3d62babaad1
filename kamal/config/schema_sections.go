package config

import (
	"regexp"
	"strconv"

	"github.com/kamal-go/kamal/internal/yaml11"
)

var sshField = &field{
	name: "ssh", shape: table, about: "How hosts are reached. What is left out here is looked for in your ssh_config.",
	fields: []*field{
		{name: "user", shape: word, otherwise: "root", refuse: noUser, says: "a user: no dash at the beginning, no blanks, nothing that shells read", about: "Who logs in.", example: "deploy"},
		{name: "port", shape: text, otherwise: "22", refuse: noPort, editor: digits, most: new(int64(65535)), says: "a port", about: "The port of the hosts.", example: "2222"},
		{name: "proxy", shape: word, forms: jumpForms, refuse: noJump, says: "[USER@]HOST[:PORT]", about: "A jump host; root@ unless it names a user.", example: "deploy@bastion.example.com"},
		{name: "proxy_command", shape: word, forms: jumpForms, about: "A command that stands in for the connection.", example: "ssh -W %h:%p bastion.example.com", instead: true},
		{name: "keys", shape: list, items: aWord, entries: byChoice, about: "Private keys to log in with.", example: "[ ~/.ssh/deploy ]"},
		{name: "keys_only", shape: flag, preset: "false", about: "Forbids all other keys, the agent's too.", example: "true"},
		{name: "key_data", shape: list, items: aWord, entries: byChoice, about: "Names of secrets that hold private keys.", example: "[ DEPLOY_KEY ]"},
		{
			name: "config", shape: flag | word | list, items: aWord, refuse: isEmpty, says: "true, false, or ssh_config files", preset: "true", about: "Which ssh_config files count: true the usual ones, false none, or those named.",
			example: "[ ~/.ssh/config_work ]",
		},
		{name: "forward_agent", shape: flag, preset: "false", about: "Lets hosts use the ssh agent of this machine. Whoever is root on a host can then log in as you elsewhere meanwhile.", example: "true"},
		{
			name: "log_level", shape: text, preset: "fatal", oneOf: []string{"debug", "info", "warn", "error", "fatal"},
			about: "How much is told about connections.", example: "fatal",
		},
	},
}

var sshkitField = &field{
	name: "sshkit", shape: table, about: "Limits of the connections.",
	fields: []*field{
		{name: "max_concurrent_starts", shape: number, least: new(int64(1)), otherwise: "8 to one server", about: "How many connections are opened at once.", example: "10"},
		{name: "pool_idle_timeout", shape: number, unit: inSeconds, preset: "900", least: new(int64(0)), about: "Taken and without effect: connections stay open for the whole run.", example: "300"},
		{name: "dns_retries", shape: number, preset: "3", least: new(int64(0)), about: "How often a name that can't be resolved is tried again.", example: "5"},
	},
}

var bootField = &field{
	name: "boot", shape: table, about: "How new containers are brought up over many hosts.",
	fields: []*field{
		{name: "limit", shape: number | text, refuse: noLimit, editor: share, says: "a number of hosts of at least 1, or a share such as 25%", otherwise: "all hosts at once", about: "How many hosts are booted at once: a number, or a share of all hosts.", example: "25%"},
		{name: "wait", shape: number, unit: inSeconds, preset: "0", least: new(int64(0)), about: "Seconds to wait after each group of hosts.", example: "10"},
		{name: "parallel_roles", shape: flag, preset: "false", about: "Boots all roles of a host at once.", example: "true"},
	},
}

var loggingField = &field{
	name: "logging", shape: table, otherwise: "docker's driver with max-size 10m", about: "Docker's logging of the containers.",
	fields: []*field{
		{name: "driver", shape: word, about: "The driver.", example: "json-file"},
		{name: "options", shape: table, values: aNullable, about: "Options of the driver.", example: "{ max-size: 100m, max-file: \"3\" }"},
	},
}

var outputField = &field{
	name: "output", shape: table, about: "Where a run is written down besides the terminal.",
	fields: []*field{
		{
			name: "otel", shape: table, about: "Log records and spans for OpenTelemetry.",
			fields: []*field{{name: "endpoint", shape: word, required: true, refuse: isEmpty, says: "an address", about: "The address that takes them; /v1/logs and /v1/traces are added.", example: "https://otel.example.com:4318"}},
		},
		{
			name: "file", shape: table, about: "A log file for each run.",
			fields: []*field{{name: "path", shape: word, required: true, refuse: isEmpty, says: "a folder", about: "The folder; it is made if need be.", example: "log/kamal"}},
		},
	},
}

var digits = regexp.MustCompile(`^[0-9]+$`)

var share = regexp.MustCompile(`^0*[1-9][0-9]*%$`)

func noLimit(n *yaml11.Node) bool {
	if n.Kind == yaml11.Int {
		return n.Int < 1
	}
	return !share.MatchString(n.Text)
}

func noPort(n *yaml11.Node) bool {
	number, err := strconv.ParseUint(n.Text, 10, 16)
	return err != nil || number == 0
}

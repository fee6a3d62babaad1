package config

import "github.com/kamal-go/kamal/internal/yaml11"

var (
	hostField = &field{shape: word, refuse: noHost, says: "one host, without blanks and commas"}

	taggedHostField = &field{
		shape: word | table, refuse: noHost, says: "one host, without blanks and commas",
		values: &field{shape: text | list, items: aText},
	}

	hostsField = &field{
		name: "hosts", shape: list, items: taggedHostField, entries: byHost, formerly: []string{"host", "servers"},
		about: "The hosts: names or addresses, each with a tag or a list of tags after a colon if you like.", example: "[ 192.0.2.11, 192.0.2.12: east, 192.0.2.13: [ east, spare ] ]",
	}

	serversField = &field{
		name: "servers", needed: true, shape: list | table, items: taggedHostField, entries: byHost, values: roleField, otherwise: "none, if there are accessories",
		about: "The hosts of the role web, or a map of roles.", formerly: []string{"hosts", "roles"},
	}

	roleField = &field{shape: list | table, items: taggedHostField, entries: byHost, fields: []*field{
		hostsField,
		cmdField,
		{
			name: "proxy", shape: flag | table, forms: servedForms, fields: proxyFields, otherwise: "true for the primary role, false for others",
			about: "Whether the role is behind the proxy; a map is laid over the one at the top level.", example: "true",
		},
		roleEnvField,
		labelsField,
		optionsField,
		loggingField,
		assetPathField,
		stopTimeoutField,
		{
			name: "traefik", shape: flag, forms: servedForms, leftover: "proxy: true or false; or traefik: {} at the top level to stay with Traefik", otherwise: "true for the primary role, false for others",
			about: "Whether Traefik serves the role, on Traefik hosts.", example: "true", instead: true,
		},
		{
			name: "healthcheck", shape: table, fields: healthcheckField.fields, leftover: "proxy.healthcheck; or traefik: {} at the top level to stay with Traefik",
			about: "Laid over the one at the top level, on Traefik hosts.", example: "{ port: 4000 }", instead: true,
		},
	}}

	optionsField = &field{
		name: "options", shape: table, about: "Options of docker run; true is a bare option, a list repeats it. restart is the restart policy [unless-stopped].",
		example: "{ memory: 512m, cap-add: [ NET_ADMIN, SYS_PTRACE ] }",
	}
)

func noHost(n *yaml11.Node) bool {
	if n.Kind == yaml11.Map {
		return len(n.Map) != 1 || badHostName(n.Map[0].Key)
	}
	return badHostName(n.Text)
}

package config

var registryField = field{
	shape: table, needed: true, about: "Where images are kept.",
	fields: []*field{
		{name: "server", shape: word, otherwise: "docker's own", about: "The server; localhost:PORT is a registry on this machine, without login.", example: "registry.example.com"},
		{name: "username", needed: true, shape: word | list, items: aSecret, about: "The user: the name itself, or a list with the name of one secret.", example: "deployer"},
		{name: "password", needed: true, shape: word | list, items: aSecret, private: true, about: "The password: a list with the name of one secret.", example: "[ REGISTRY_PASSWORD ]"},
	},
}

var accessoriesField = &field{
	name: "accessories", shape: table, values: accessoryField,
	about: "Containers beside the app, such as databases; a deploy leaves them alone.",
}

var accessoryField = &field{shape: table, fields: []*field{
	{name: "image", shape: word, required: true, refuse: isEmpty, says: "an image", about: "The image with its tag.", example: "postgres:17"},
	{name: "service", shape: text, otherwise: "SERVICE-NAME", about: "The name of the container.", example: "shop-db"},
	{name: "host", shape: word, forms: placeForms, refuse: noHost, says: "one host, without blanks and commas", about: "The host. One of host, hosts, role, roles, tag and tags must be there.", example: "192.0.2.20"},
	{name: "hosts", shape: list, forms: placeForms, items: hostField, entries: byHost, about: "Hosts.", example: "[ 192.0.2.20, 192.0.2.21 ]", instead: true},
	{name: "role", shape: text, forms: placeForms, about: "All hosts of a role.", example: "web", instead: true},
	{name: "roles", shape: list, forms: placeForms, items: aText, entries: byChoice, about: "All hosts of roles.", example: "[ web, jobs ]", instead: true},
	{name: "tag", shape: text, forms: placeForms, about: "All hosts that have a tag in servers.", example: "east", instead: true},
	{name: "tags", shape: list, forms: placeForms, items: aText, entries: byChoice, about: "All hosts that have one of the tags in servers.", example: "[ east, spare ]", instead: true},
	{name: "port", shape: text, formerly: []string{"ports"}, about: "The port to publish: P, or as docker takes it.", example: "\"127.0.0.1:5432:5432\""},
	cmdField,
	roleEnvField,
	{name: "files", shape: list, items: mountField, entries: byMount, about: "Files of this machine: LOCAL:REMOTE or LOCAL:REMOTE:OPTIONS, or a map. Names that end in erb are rendered.", example: "\n  - config/pg.conf:/etc/pg.conf:ro"},
	{name: "directories", shape: list, items: mountField, entries: byMount, about: "Folders on the host, made if need be.", example: "\n  - data:/var/lib/postgresql/data\n  - local: /srv/wal\n    remote: /wal\n    mode: \"0750\"\n    owner: \"999:999\"\n    options: z"},
	{name: "volumes", shape: list, items: aWord, entries: byMount, formerly: []string{"volume", "mounts"}, about: "Volumes, as docker takes them.", example: "[ backups:/backups ]"},
	labelsField,
	optionsField,
	{name: "network", shape: word, otherwise: "kamal, or docker's own on Traefik hosts", about: "The network of the container.", example: "kamal"},
	named("registry", registryField),
	{
		name: "proxy", shape: flag | table, fields: proxyFields, about: "How kamal-proxy serves the accessory; nothing of the one at the top level counts.",
		example: "\n  host: db.example.com\n  app_port: 8080",
	},
}}

var mountField = &field{shape: word | table, fields: []*field{
	{name: "local", shape: word, required: true, about: "The path here, or the folder on the host."},
	{name: "remote", shape: word, required: true, about: "The path in the container."},
	{name: "mode", shape: text, about: "The permissions, for chmod."},
	{name: "owner", shape: text, about: "The owner, for chown."},
	{name: "options", shape: text, about: "Options of the mount."},
}}

package config

import "github.com/kamal-go/kamal/internal/yaml11"

var traefikField = &field{
	name: "traefik", shape: table, about: "Makes Traefik the proxy, in place of kamal-proxy: how its container is run.", instead: true,
	fields: []*field{
		{name: "image", shape: word, preset: "traefik:v2.10", refuse: isEmpty, says: "an image", about: "The image.", example: "traefik:v2.11"},
		{name: "host_port", shape: text, preset: "80", about: "The port of the host that is published.", example: "8080"},
		{name: "publish", shape: flag, preset: "true", about: "Whether a port is published.", example: "true"},
		{name: "labels", shape: table, values: aText, about: "Labels of the container, over Traefik's own.", example: "{ team: sales }"},
		{name: "args", shape: table, about: "Options of Traefik; true is a bare one, a list repeats it.", example: "{ accesslog: true, accesslog.format: json }"},
		{name: "options", shape: table, about: "Options of docker run.", example: "{ memory: 64m }"},
		roleEnvField,
	},
}

// healthcheckField is docker's health check, of Traefik's hosts.
var healthcheckField = &field{
	name: "healthcheck", shape: table,
	fields: []*field{
		{name: "cmd", shape: text, otherwise: "a request for the path", about: "The command to run in the container.", example: "bin/healthy", instead: true},
		{name: "port", shape: text, preset: "3000", about: "The port of the app in its container.", example: "4000"},
		{name: "path", shape: word, preset: "/up", about: "The path to request.", example: "/healthz"},
		{name: "interval", shape: text, preset: "1s", about: "The time from one check to the next, as docker takes it.", example: "2s"},
		{name: "max_attempts", shape: number, preset: "7", least: new(int64(1)), about: "How often the health is asked for; counts at the top level only.", example: "10"},
		{name: "cord", shape: flag | word, preset: "/tmp/kamal-cord", refuse: noCord, says: "a folder in the container, or false", about: "The folder in the container whose file keeps it healthy; false: none.", example: "/tmp/kamal-cord"},
		{name: "log_lines", shape: number, preset: "50", least: new(int64(0)), about: "How many lines of the container's log a failure shows.", example: "100"},
	},
}

func noCord(n *yaml11.Node) bool { return n.Kind == yaml11.Bool && n.Bool || n.Text == "" }

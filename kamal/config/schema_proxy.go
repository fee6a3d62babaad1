package config

import (
	"net/netip"
	"regexp"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/yaml11"
)

// proxyFields are the keys of a proxy, wherever it stands.
var proxyFields = []*field{
	{
		name: "host", shape: word, forms: namesForms, otherwise: "all names", about: "The name that the app answers to, or several with commas between.", example: "shop.example.com",
	},
	{
		name: "hosts", shape: list, items: aWord, entries: byChoice, forms: namesForms, about: "The names that the app answers to, as a list.", example: "[ shop.example.com, www.example.com ]", instead: true,
	},
	{
		name: "app_port", shape: number, preset: "80", least: new(int64(1)), most: new(int64(65535)), formerly: []string{"port"}, about: "The port of the app in its container.", example: "3000",
	},
	{
		name: "ssl", shape: flag | table, preset: "false", formerly: []string{"tls"},
		fields: []*field{
			{name: "certificate_pem", shape: word, refuse: isEmpty, says: "the name of a secret", about: "The secret that holds the certificate.", example: "CERTIFICATE_PEM"},
			{name: "private_key_pem", shape: word, refuse: isEmpty, says: "the name of a secret", about: "The secret that holds its key.", example: "PRIVATE_KEY_PEM"},
		},
		about: "true: a certificate is fetched, which needs a host name and one server; or a certificate of your own, from two secrets.", example: "true",
		or: "{ certificate_pem: CERTIFICATE_PEM, private_key_pem: PRIVATE_KEY_PEM }",
	},
	{
		name: "ssl_redirect", shape: flag, otherwise: "the proxy's, true", about: "Sends requests without TLS to their address with it.", example: "true",
	},
	{
		name: "response_timeout", shape: number, unit: inSeconds, least: new(int64(0)), otherwise: "the proxy's, 30", about: "Seconds that the app may take for an answer.", example: "10",
	},
	{
		name: "forward_headers", shape: flag, otherwise: "the proxy's: true without ssl", about: "Passes X-Forwarded-For and X-Forwarded-Proto of requests on.", example: "true",
	},
	{
		name: "path_prefix", shape: word, forms: prefixForms, about: "Only requests below this path are the app's; several with commas between.", example: "/shop", instead: true,
	},
	{
		name: "path_prefixes", shape: list, items: aWord, entries: byChoice, forms: prefixForms, about: "The same as a list; it wins.", example: "[ /shop, /cart ]",
	},
	{
		name: "strip_path_prefix", shape: flag, otherwise: "the proxy's, true", about: "Takes the prefix off before the app sees the request.", example: "false",
	},
	{
		name: "healthcheck", shape: table, about: "How the proxy asks a container for its health.",
		fields: []*field{
			{name: "path", shape: word, otherwise: "the proxy's, /up", about: "The path to request.", example: "/healthz"},
			{name: "interval", shape: number, unit: inSeconds, least: new(int64(0)), otherwise: "the proxy's, 1", about: "Seconds from one request to the next.", example: "3"},
			{name: "timeout", shape: number, unit: inSeconds, least: new(int64(0)), otherwise: "the proxy's, 5", about: "Seconds that an answer may take.", example: "3"},
		},
	},
	bufferingField,
	{
		name: "logging", shape: table, about: "Headers that the proxy logs.",
		fields: []*field{
			{name: "request_headers", shape: list, items: aWord, entries: byText, otherwise: "Cache-Control, Last-Modified, User-Agent", about: "Headers of requests.", example: "[ User-Agent, X-Request-ID ]"},
			{name: "response_headers", shape: list, items: aWord, entries: byText, about: "Headers of answers.", example: "[ X-Cache ]"},
		},
	},
	proxyRunField,
}

// proxyField is the proxy at the top level.
var proxyField = &field{
	name: "proxy", shape: table, about: "How kamal-proxy serves the app; roles lay theirs over it.",
	fields: append([]*field{{
		name: "enabled", shape: flag, about: "In a fleet that moves between Traefik and kamal-proxy: whether kamal-proxy runs on the hosts below, which are servers then.",
		example: "true", instead: true,
	}}, proxyFields...),
}

var bufferingField = &field{
	name: "buffering", shape: table, about: "Whether the proxy reads requests and answers whole before it passes them on.",
	fields: []*field{
		{name: "requests", shape: flag, preset: "true", about: "Buffers requests.", example: "true"},
		{name: "responses", shape: flag, preset: "true", about: "Buffers answers.", example: "false"},
		{name: "max_request_body", shape: number, unit: inBytes, least: new(int64(0)), otherwise: "no limit", about: "The most bytes of a request.", example: "40_000_000"},
		{name: "max_response_body", shape: number, unit: inBytes, least: new(int64(0)), otherwise: "no limit", about: "The most bytes of an answer.", example: "0"},
		{name: "memory", shape: number, unit: inBytes, least: new(int64(0)), otherwise: "the proxy's, 1 MB", about: "Bytes that are buffered in memory; the rest goes to disk.", example: "2_000_000"},
	},
}

var proxyRunField = &field{
	name: "run", shape: table, otherwise: "what boot_config says on the host",
	about: "How the proxy's own container is run; equal for all apps of this file on a host.",
	fields: []*field{
		{name: "http_port", shape: number, preset: "80", least: new(int64(1)), most: new(int64(65535)), about: "The port for requests without TLS.", example: "8080"},
		{name: "https_port", shape: number, preset: "443", least: new(int64(1)), most: new(int64(65535)), about: "The port for requests with TLS.", example: "8443"},
		{name: "metrics_port", shape: number, least: new(int64(1)), most: new(int64(65535)), otherwise: "no metrics", about: "The port for metrics.", example: "9090"},
		{name: "debug", shape: flag, preset: "false", about: "Lets the proxy log more.", example: "true"},
		{name: "log_max_size", shape: text, preset: defaults.LogMaxSize, about: "The size of docker's log before it is rotated; empty: no limit of ours.", example: "30m"},
		{name: "publish", shape: flag, preset: "true", about: "Whether ports are published at all; false excludes http_port, https_port and bind_ips.", example: "true"},
		{
			name: "bind_ips", shape: list, entries: byChoice, items: &field{shape: word, refuse: noAddress, editor: address, says: "an IP address"}, otherwise: "all addresses",
			about: "The addresses to publish the ports on.", example: "[ 127.0.0.1, \"::1\" ]",
		},
		{name: "registry", shape: word, about: "The server of the image's registry.", example: "registry.example.com"},
		{name: "repository", shape: word, preset: defaults.ProxyImage, about: "The image, without server and tag.", example: "acme/kamal-proxy"},
		{name: "version", shape: text, preset: defaults.ProxyVersion, about: "The tag of the image.", example: defaults.ProxyVersion},
		{name: "options", shape: table, about: "Options of docker run.", example: "{ memory: 256m }"},
	},
}

// address is what an IP address is made of.
var address = regexp.MustCompile(`^[0-9a-fA-F]*[.:][0-9a-fA-F.:]+$`)

func noAddress(n *yaml11.Node) bool {
	_, err := netip.ParseAddr(n.Text)
	return err != nil
}

package config

import "time"

// Proxy is how kamal-proxy serves a role or an accessory. A nil field, or an
// empty text, leaves the choice to the proxy.
type Proxy struct {
	// Hosts are the names that the app answers to; none means all.
	Hosts []string
	// AppPort is the port of the app in its container [80].
	AppPort int
	// SSL asks for TLS, with a certificate of the proxy's own unless there is a
	// Certificate.
	SSL             bool
	Certificate     *Certificate
	SSLRedirect     *bool
	ResponseTimeout *time.Duration
	ForwardHeaders  *bool
	PathPrefixes    []string
	StripPathPrefix *bool
	// HealthPath is what the proxy asks a container for.
	HealthPath                    string
	HealthInterval, HealthTimeout *time.Duration
	// BufferRequests and BufferResponses hold back what passes; sizes are in bytes.
	BufferRequests, BufferResponses               bool
	BufferMemory, MaxRequestBody, MaxResponseBody *int64
	// LogRequestHeaders and LogResponseHeaders are the headers that the proxy logs.
	LogRequestHeaders, LogResponseHeaders []string
	// Run is how the proxy's own container is run; nil leaves that to the files
	// of boot_config on the host.
	Run *ProxyRun
}

// Certificate names the secrets that hold a TLS certificate and its key, in PEM.
type Certificate struct{ CertificatePEM, PrivateKeyPEM string }

// ProxyRun is how the proxy's own container is run.
type ProxyRun struct {
	HTTPPort, HTTPSPort int
	// MetricsPort is 0 when there are no metrics.
	MetricsPort int
	Debug       bool
	// LogMaxSize is empty for no such option.
	LogMaxSize string
	// Publish says whether ports are published at all.
	Publish bool
	// BindIPs are the addresses to publish on; none means all.
	BindIPs []string
	// Registry is the server before Repository, or empty.
	Registry, Repository, Version string
	Options                       DockerOptions
}

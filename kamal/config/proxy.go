package config

import "time"

// DefaultProxyImage and DefaultProxyVersion are the proxy that is run, and the
// oldest version that this library can talk to.
const (
	DefaultProxyImage   = "basecamp/kamal-proxy"
	DefaultProxyVersion = "v0.9.2"
)

// Proxy is how kamal-proxy serves a role or an accessory. A nil field leaves
// the choice to the proxy.
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
	Healthcheck     ProxyHealthcheck
	Buffering       Buffering
	Logging         ProxyLogging
	// Run is how the proxy's own container is run; nil leaves that to the files
	// of boot_config on the host.
	Run *ProxyRun
}

// Certificate names the secrets that hold a TLS certificate and its key, in PEM.
type Certificate struct{ CertificatePEM, PrivateKeyPEM string }

// ProxyHealthcheck is how the proxy asks a container for its health. Empty
// fields leave the choice to the proxy.
type ProxyHealthcheck struct {
	Path              string
	Interval, Timeout *time.Duration
}

// Buffering is how much of requests and responses the proxy holds back; sizes
// are in bytes.
type Buffering struct {
	Requests, Responses                     bool
	Memory, MaxRequestBody, MaxResponseBody *int64
}

// ProxyLogging names the headers that the proxy logs.
type ProxyLogging struct{ RequestHeaders, ResponseHeaders []string }

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

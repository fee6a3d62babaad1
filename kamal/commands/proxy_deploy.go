package commands

import (
	"strconv"
	"time"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// inProxy runs kamal-proxy's own command line in its container.
func inProxy(args ...string) Cmd {
	return docker("exec", layout.ProxyContainer, "kamal-proxy").Arg(args...)
}

// deployment is what kamal-proxy has to know to serve a container.
type deployment struct {
	config *config.Config
	proxy  config.Proxy
	// service is the name in the proxy.
	service string
	// target is a container's id.
	target Word
	// owner is the role or accessory whose certificate it is.
	owner string
	// errorPages is a folder in the proxy's container, or empty.
	errorPages string
}

func (d deployment) cmd() Cmd {
	var o proxyOptions
	p := d.proxy
	o = append(o, Concat(Text("--target="), d.target, Text(":"+strconv.Itoa(p.AppPort))))
	o.texts("host", p.Hosts)
	d.tls(&o)
	o.seconds("deploy-timeout", &d.config.DeployTimeout)
	o.seconds("drain-timeout", &d.config.DrainTimeout)
	o.seconds("health-check-interval", p.HealthInterval)
	o.seconds("health-check-timeout", p.HealthTimeout)
	o.text("health-check-path", p.HealthPath)
	o.seconds("target-timeout", p.ResponseTimeout)
	d.buffering(&o)
	o.texts("path-prefix", p.PathPrefixes)
	o.bool("strip-path-prefix", p.StripPathPrefix)
	o.bool("forward-headers", p.ForwardHeaders)
	o.bool("tls-redirect", p.SSLRedirect)
	o.texts("log-request-header", p.LogRequestHeaders)
	o.texts("log-response-header", p.LogResponseHeaders)
	o.text("error-pages", d.errorPages)
	return inProxy("deploy", d.service).Word(o...)
}

func (d deployment) tls(o *proxyOptions) {
	if !d.proxy.SSL {
		return
	}
	*o = append(*o, Text("--tls"))
	if d.proxy.Certificate != nil {
		o.text("tls-certificate-path", layout.InProxy(d.config, "tls", d.owner, layout.CertificateFile))
		o.text("tls-private-key-path", layout.InProxy(d.config, "tls", d.owner, layout.KeyFile))
	}
}

func (d deployment) buffering(o *proxyOptions) {
	p := d.proxy
	o.bool("buffer-requests", &p.BufferRequests)
	o.bool("buffer-responses", &p.BufferResponses)
	o.int("buffer-memory", p.BufferMemory)
	o.int("max-request-body", p.MaxRequestBody)
	o.int("max-response-body", p.MaxResponseBody)
}

// proxyOptions are options of kamal-proxy, each one word.
type proxyOptions []Word

func (o *proxyOptions) text(name, value string) {
	if value != "" {
		*o = append(*o, Concat(Text("--"+name+"="), hostValue(value)))
	}
}

func (o *proxyOptions) texts(name string, values []string) {
	for _, v := range values {
		o.text(name, v)
	}
}

func (o *proxyOptions) seconds(name string, d *time.Duration) {
	if d != nil {
		o.text(name, seconds(*d))
	}
}

func (o *proxyOptions) int(name string, n *int64) {
	if n != nil {
		o.text(name, strconv.FormatInt(*n, 10))
	}
}

func (o *proxyOptions) bool(name string, b *bool) {
	switch {
	case b == nil:
	case *b:
		*o = append(*o, Text("--"+name))
	default:
		o.text(name, "false")
	}
}

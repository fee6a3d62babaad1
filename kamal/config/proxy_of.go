package config

import "github.com/kamal-go/kamal/internal/yaml11"

// defaultRequestHeaders are the headers of requests that the proxy logs unless
// others are named.
var defaultRequestHeaders = []string{"Cache-Control", "Last-Modified", "User-Agent"}

// proxyOf reads a proxy section that is merged already.
func proxyOf(v value) Proxy {
	if v.field == nil || len(v.field.fields) == 0 {
		v.field = proxyField
	}
	health, buffer, logging := v.get("healthcheck"), v.get("buffering"), v.get("logging")
	p := Proxy{
		Hosts:              proxyHosts(v),
		AppPort:            v.get("app_port").number(),
		SSLRedirect:        v.get("ssl_redirect").optionalFlag(),
		ResponseTimeout:    v.get("response_timeout").optionalSeconds(),
		ForwardHeaders:     v.get("forward_headers").optionalFlag(),
		PathPrefixes:       pathPrefixes(v),
		StripPathPrefix:    v.get("strip_path_prefix").optionalFlag(),
		HealthPath:         health.get("path").text(),
		HealthInterval:     health.get("interval").optionalSeconds(),
		HealthTimeout:      health.get("timeout").optionalSeconds(),
		BufferRequests:     buffer.get("requests").flag(),
		BufferResponses:    buffer.get("responses").flag(),
		BufferMemory:       buffer.get("memory").optionalNumber(),
		MaxRequestBody:     buffer.get("max_request_body").optionalNumber(),
		MaxResponseBody:    buffer.get("max_response_body").optionalNumber(),
		LogRequestHeaders:  defaultRequestHeaders,
		LogResponseHeaders: logging.get("response_headers").texts(),
	}
	if headers := logging.get("request_headers"); headers.is(yaml11.List) {
		p.LogRequestHeaders = headers.texts()
	}
	ssl := v.get("ssl")
	p.SSL = ssl.flag() || ssl.is(yaml11.Map)
	if ssl.has("certificate_pem") && ssl.has("private_key_pem") {
		p.Certificate = &Certificate{ssl.get("certificate_pem").text(), ssl.get("private_key_pem").text()}
	}
	if run := v.get("run"); run.is(yaml11.Map) {
		p.Run = new(proxyRunOf(run))
	}
	return p
}

func proxyHosts(v value) []string {
	if host := v.get("host"); host.there() {
		return splitComma(host.text())
	}
	return v.get("hosts").texts()
}

func pathPrefixes(v value) []string {
	if list := v.get("path_prefixes"); list.is(yaml11.List) {
		return list.texts()
	}
	return splitComma(v.get("path_prefix").text())
}

func proxyRunOf(v value) ProxyRun {
	return ProxyRun{
		HTTPPort:    v.get("http_port").number(),
		HTTPSPort:   v.get("https_port").number(),
		MetricsPort: v.get("metrics_port").number(),
		Debug:       v.get("debug").flag(),
		LogMaxSize:  v.get("log_max_size").text(),
		Publish:     v.get("publish").flag(),
		BindIPs:     v.get("bind_ips").texts(),
		Registry:    v.get("registry").text(),
		Repository:  v.get("repository").text(),
		Version:     v.get("version").text(),
		Options:     v.get("options").options(),
	}
}

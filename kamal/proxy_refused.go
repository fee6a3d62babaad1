package kamal

import (
	"errors"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// ProxyRefusedError is kamal-proxy that does not want to serve a container, for
// another reason than its health: what it served before it goes on serving.
type ProxyRefusedError struct {
	// Subject is the role or accessory, Version empty for an accessory.
	Subject string
	Version config.Version
	// Reason is what the proxy said.
	Reason string
	// Err is the command that failed.
	Err error
}

// Error gives the proxy's words, and what is behind them where that is known.
func (e *ProxyRefusedError) Error() string {
	var text strings.Builder
	text.WriteString("kamal-proxy refuses " + e.Subject)
	if e.Version != "" {
		text.WriteString(" in version " + e.Version.Short())
	}
	text.WriteString(": " + e.Reason)
	for _, r := range refusals {
		if strings.Contains(e.Reason, r.words) {
			text.WriteString("\n  " + r.meaning)
		}
	}
	return text.String()
}

// Unwrap gives the command that failed.
func (e *ProxyRefusedError) Unwrap() error { return e.Err }

// refusals are what the proxy's words mean here.
var refusals = []struct{ words, meaning string }{
	{"unable to load error pages", "One of the pages in error_pages_path is no template that it can read."},
	{"unable to load certificate", "Certificate and key don't belong together, or one of them is not PEM."},
	{"host settings conflict", "Another service of this host has the same proxy host and path_prefix."},
	{"No such container", "The proxy is not there."},
	{"is not running", "The proxy does not run."},
}

// unhealthyWords are how the proxy says that a container did not answer its
// health check.
const unhealthyWords = "failed to become healthy"

// proxyFailure tells a container that is not healthy from a refusal, by what the
// proxy said. Other errors stay as they are.
func (eng *engine) proxyFailure(err error, subject string, v config.Version, began time.Time) error {
	if !exited(err) {
		return err
	}
	reason := proxyWords(err)
	if reason == "" || strings.Contains(reason, unhealthyWords) {
		return &UnhealthyError{Role: subject, Version: v, Waited: time.Since(began), Allowed: eng.cfg.DeployTimeout, Err: err}
	}
	return &ProxyRefusedError{Subject: subject, Version: v, Reason: reason, Err: err}
}

// proxyWords are the line that the proxy ended with, or docker in its place.
func proxyWords(err error) string {
	failed, ok := errors.AsType[*CommandError](err)
	if !ok {
		return ""
	}
	said := strings.TrimSpace(failed.Stderr)
	if i := strings.LastIndex(said, "Error: "); i >= 0 {
		said = said[i+len("Error: "):]
	}
	return strings.TrimSpace(said)
}

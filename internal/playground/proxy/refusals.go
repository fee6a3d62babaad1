package main

import (
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"os"
	"slices"
	"strings"
)

// What the proxy refuses, in the words that deploys get to see.
var (
	errUnhealthy   = errors.New("target failed to become healthy within configured timeout")
	errConflict    = errors.New("host settings conflict with another service")
	errNotFound    = errors.New("service not found")
	errCertificate = errors.New("unable to load certificate")
	errErrorPages  = errors.New("unable to load error pages")
	errWildcard    = errors.New("automatic TLS does not support wildcards")
	errInvalid     = errors.New("service options invalid")
)

// checkGiven refuses options that need others, by the names of those that were given.
func checkGiven(given map[string]bool) error {
	switch {
	case !given["target"]:
		return errors.New(`required flag(s) "target" not set`)
	case given["tls-certificate-path"] != given["tls-private-key-path"]:
		return errors.New("if any flags in the group [tls-certificate-path tls-private-key-path] are set they must all be set")
	case given["max-request-body"] && !given["buffer-requests"]:
		return errors.New("max-request-body can only be set when request buffering is enabled")
	case given["max-response-body"] && !given["buffer-responses"]:
		return errors.New("max-response-body can only be set when response buffering is enabled")
	}
	return nil
}

// check refuses options that don't fit together.
func (o options) check() error {
	switch {
	case !o.TLS:
		return nil
	case len(o.Hosts) == 0:
		return fmt.Errorf("%w: host must be set when using TLS", errInvalid)
	case !o.servesRoot():
		return fmt.Errorf("%w: TLS settings must be specified on the root path service", errInvalid)
	}
	return nil
}

func (o options) servesRoot() bool {
	return slices.Contains(o.prefixes(), "")
}

// checkErrorPages makes sure that error pages that were named can be read and parsed.
func checkErrorPages(o options) error {
	if o.ErrorPages == "" {
		return nil
	}
	if _, err := template.ParseFS(os.DirFS(o.ErrorPages), "*.html"); err != nil {
		slog.Error("loading error pages", "path", o.ErrorPages, "error", err)
		return errErrorPages
	}
	return nil
}

// checkAuthority refuses names that an authority gives no certificate for.
func checkAuthority(o options) error {
	if o.TLS && o.CertificateFile == "" && strings.Contains(strings.Join(o.Hosts, " "), "*") {
		return errWildcard
	}
	return nil
}

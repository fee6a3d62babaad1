package main

import (
	"cmp"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// answer is the writer of one response; it remembers the status for the log.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// ServeHTTP passes a request on to the service that it is for.
func (r *router) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	begun := time.Now()
	a := &answer{ResponseWriter: w}
	s, prefix, request, end := r.claim(request)
	defer end()
	logged := *request.URL
	r.serve(a, request, s, prefix)
	slog.Info("request", "service", s.Name, "host", request.Host, "method", request.Method, "path", logged.Path,
		"status", cmp.Or(a.status, http.StatusOK), "duration", time.Since(begun).Milliseconds())
}

func (r *router) serve(w http.ResponseWriter, request *http.Request, s service, prefix string) {
	switch o := s.Options; {
	case s.Name == "":
		fail(w, o, http.StatusNotFound, "")
	case o.TLS && !o.NoTLSRedirect && request.TLS == nil:
		http.Redirect(w, request, "https://"+request.Host+request.URL.RequestURI(), http.StatusMovedPermanently)
	case s.Stopped:
		fail(w, o, http.StatusServiceUnavailable, s.Message)
	default:
		if !o.KeepPathPrefix {
			request = withoutPrefix(request, prefix)
		}
		s.target.proxy.ServeHTTP(w, request)
	}
}

func withoutPrefix(r *http.Request, prefix string) *http.Request {
	if prefix == "" {
		return r
	}
	r = r.Clone(r.Context())
	r.URL.Path = "/" + strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, prefix), "/")
	r.URL.RawPath = ""
	r.Header.Set("X-Forwarded-Prefix", prefix)
	return r
}

// fail answers with an error page: the service's own, if it has one for this status.
func fail(w http.ResponseWriter, o options, status int, message string) {
	page := "<!doctype html><title>{{ .Message }}</title><p>" + http.StatusText(status) + "</p><p>{{ .Message }}</p>\n"
	if o.ErrorPages != "" {
		if own, err := os.ReadFile(filepath.Join(o.ErrorPages, strconv.Itoa(status)+".html")); err == nil {
			page = string(own)
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	replacer := strings.NewReplacer("{{ .Message }}", html.EscapeString(message), "{{.Message}}", html.EscapeString(message))
	fmt.Fprint(w, replacer.Replace(page))
}

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"
)

// options are what a service was deployed with.
type options struct {
	Target            string
	Hosts             []string
	PathPrefixes      []string
	KeepPathPrefix    bool
	TLS               bool
	NoTLSRedirect     bool
	CertificateFile   string
	KeyFile           string
	HealthPath        string
	HealthInterval    time.Duration
	HealthTimeout     time.Duration
	DeployTimeout     time.Duration
	DrainTimeout      time.Duration
	TargetTimeout     time.Duration
	ForwardHeaders    bool
	ErrorPages        string
	LogRequestHeader  []string
	LogResponseHeader []string
}

// request is what a command asks of the running proxy.
type request struct {
	Command string
	Service string
	Options options
	Message string
}

// list is a flag that may be repeated, or hold several values with commas between.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(value string) error {
	*l = append(*l, strings.Split(value, ",")...)
	return nil
}

var errUsage = errors.New("usage: kamal-proxy run | deploy | stop | resume | remove SERVICE [options] | list")

func parseRequest(args []string) (request, error) {
	if len(args) == 1 && args[0] == "list" {
		return request{Command: "list"}, nil
	}
	if len(args) < 2 || strings.HasPrefix(args[1], "-") {
		return request{}, errUsage
	}
	r := request{Command: args[0], Service: args[1]}
	flags := flag.NewFlagSet(r.Command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	switch r.Command {
	case "deploy":
		return r, r.Options.parse(flags, args[2:])
	case "stop":
		flags.DurationVar(&r.Options.DrainTimeout, "drain-timeout", 30*time.Second, "time for requests to end")
		flags.StringVar(&r.Message, "message", "", "text to show")
	case "resume", "remove":
	default:
		return request{}, fmt.Errorf("unknown command %q: %w", r.Command, errUsage)
	}
	return r, flags.Parse(args[2:])
}

func (o *options) parse(flags *flag.FlagSet, args []string) error {
	strip, redirect := true, true
	flags.StringVar(&o.Target, "target", "", "host and port of the container")
	flags.Var((*list)(&o.Hosts), "host", "host name to serve")
	flags.Var((*list)(&o.PathPrefixes), "path-prefix", "path to serve")
	flags.BoolVar(&strip, "strip-path-prefix", true, "take the prefix off the path")
	flags.BoolVar(&o.TLS, "tls", false, "serve with TLS")
	flags.BoolVar(&redirect, "tls-redirect", true, "send HTTP requests to HTTPS")
	flags.StringVar(&o.CertificateFile, "tls-certificate-path", "", "own certificate")
	flags.StringVar(&o.KeyFile, "tls-private-key-path", "", "its key")
	flags.StringVar(&o.HealthPath, "health-check-path", "/up", "path that answers 200")
	flags.DurationVar(&o.HealthInterval, "health-check-interval", time.Second, "time between checks")
	flags.DurationVar(&o.HealthTimeout, "health-check-timeout", 5*time.Second, "time a check may take")
	flags.DurationVar(&o.DeployTimeout, "deploy-timeout", 30*time.Second, "time to become healthy")
	flags.DurationVar(&o.DrainTimeout, "drain-timeout", 30*time.Second, "time for requests to end")
	flags.DurationVar(&o.TargetTimeout, "target-timeout", 30*time.Second, "time to begin an answer")
	flags.BoolVar(&o.ForwardHeaders, "forward-headers", false, "trust X-Forwarded headers")
	flags.StringVar(&o.ErrorPages, "error-pages", "", "folder with error pages")
	flags.Var((*list)(&o.LogRequestHeader), "log-request-header", "header to log")
	flags.Var((*list)(&o.LogResponseHeader), "log-response-header", "header to log")
	for _, name := range []string{"buffer-requests", "buffer-responses"} {
		flags.Bool(name, false, "ignored")
	}
	for _, name := range []string{"buffer-memory", "max-request-body", "max-response-body"} {
		flags.Int64(name, 0, "ignored")
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	o.KeepPathPrefix, o.NoTLSRedirect = !strip, !redirect
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if err := checkGiven(given); err != nil {
		return err
	}
	if !given["forward-headers"] {
		o.ForwardHeaders = !o.TLS
	}
	return o.check()
}

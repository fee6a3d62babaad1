package project

import (
	"slices"

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// served tells how the proxy serves a container otherwise: hosts, paths and TLS, and
// whether at all.
func served(before, after kamaltest.Service) []Setting {
	old, now := before.Options, after.Options
	if old == nil || now == nil {
		return nil
	}
	var settings []Setting
	if before.State != after.State {
		settings = changed("proxy state", before.State, after.State)
	}
	settings = append(settings, listed("proxy host", old["host"], now["host"])...)
	settings = append(settings, listed("proxy path", withoutRoot(old["path-prefix"]), withoutRoot(now["path-prefix"]))...)
	return append(settings, listed("proxy", tlsOf(old), tlsOf(now))...)
}

func withoutRoot(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p == "/" })
}

// tlsOf is what is listed of TLS: that there is some.
func tlsOf(options map[string][]string) []string {
	if _, on := options["tls"]; on {
		return []string{"ssl"}
	}
	return nil
}

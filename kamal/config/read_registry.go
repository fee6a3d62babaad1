package config

import (
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func (r *reader) readRegistry() {
	c := r.config
	c.Registry = r.registryOf(r.root.get("registry"))
	v := r.root.get("image")
	c.Image = v.text()
	switch {
	case c.Image == "" && c.Registry.Local():
		c.Image = c.Service
	case !r.root.has("image"):
		r.fail(r.root, "image is missing")
	}
	r.checkImage(v)
}

// checkImage warns about a registry's server in the image's name.
func (r *reader) checkImage(v value) {
	server := r.config.Registry.Server
	if server != "" && strings.HasPrefix(r.config.Image, server+"/") {
		r.warn(v, "image has the registry's server in it, and gets it once more: %s", r.config.Repository())
		return
	}
	first, _, path := strings.Cut(r.config.Image, "/")
	if path && server == "" && strings.ContainsAny(first, ".:") {
		r.warn(v, "image has a server in it: write registry.server: %s, or the login goes elsewhere", first)
	}
}

func (r *reader) registryOf(v value) Registry {
	reg := Registry{Server: v.get("server").text()}
	if !v.is(yaml11.Map) || reg.Local() {
		return reg
	}
	reg.Username = r.credential(v, "username")
	reg.Password = r.credential(v, "password")
	return reg
}

var secretLike = regexp.MustCompile(`^[A-Z][A-Z0-9]*_[A-Z0-9_]+$`)

func (r *reader) credential(registry value, key string) Credential {
	v := registry.get(key)
	switch {
	case !registry.has(key):
		r.fail(registry, "%s is missing", v.path)
	case v.is(yaml11.List):
		names := v.texts()
		if len(v.node.List) == 1 && len(names) == 1 {
			return Credential{Secret: names[0]}
		}
		if len(v.node.List) != 1 {
			r.fail(v, "%s must be the name of exactly one secret, not %d", v.path, len(v.node.List))
		}
	case v.there() && v.text() == "":
		e := r.fail(v, "%s is empty", v.path)
		if name := r.unset(v); name != "" {
			e.suggest("the environment variable %q is not set", name)
		}
	case v.there() && secretLike.MatchString(v.text()):
		r.warn(v, "%s is the text %q itself; write [ %s ] if it is the name of a secret", v.path, v.text(), v.text())
	}
	return Credential{Text: v.text()}
}

package commands

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// BuildOptions say how the image is built. The zero value builds and pushes.
type BuildOptions struct {
	// Output is buildx's type of output [registry].
	Output string
	// NoCache builds every layer anew.
	NoCache bool
	// Dirty marks the tags as those of a work in progress.
	Dirty bool
}

// Build builds the image of a version, from the folder it runs in unless the
// configuration names another, and pushes it. The builder's secrets must be in
// its environment.
func (b Builder) Build(v config.Version, o BuildOptions) Cmd {
	if b.kind() == buildkind.Pack {
		return b.pack(v, o)
	}
	s := need(b.Config).Builder
	c := docker("buildx", "build", "--output=type="+cmp.Or(o.Output, "registry"), "--platform", platforms(buildkind.Arches(s, b.Machine)))
	if b.Name() != "" {
		c = c.Arg("--builder", b.Name())
	}
	c = b.cache(b.tags(c, v, o)).Arg("--label", "service="+b.Config.Service)
	c = b.secrets(b.args(c, "--build-arg")).Arg("--file", s.Dockerfile)
	c = b.extras(c)
	if o.NoCache {
		c = c.Arg("--no-cache")
	}
	c = c.Arg(b.context())
	if b.kind().Elsewhere() {
		c.Env = []string{"BUILDKIT_NO_CLIENT_TOKEN=1"}
	}
	return c
}

func (b Builder) context() string { return cmp.Or(need(b.Config).Builder.Context, ".") }

func (b Builder) tags(c Cmd, v config.Version, o BuildOptions) Cmd {
	for _, t := range b.images(v, o) {
		c = c.Arg("-t", t)
	}
	return c
}

func (b Builder) images(v config.Version, o BuildOptions) []string {
	dirty := ""
	if o.Dirty {
		dirty = "-dirty"
	}
	return []string{need(b.Config).ImageAt(v) + dirty, layout.LatestImage(b.Config) + dirty}
}

func (b Builder) args(c Cmd, option string) Cmd {
	for _, a := range need(b.Config).Builder.Args {
		word := Text(a.Name)
		if strings.TrimSpace(a.Value) != "" {
			word = Concat(Text(a.Name+"="), hide(hostValue(a.Value)))
		}
		c = c.flag(option, word)
	}
	return c
}

func (b Builder) secrets(c Cmd) Cmd {
	for _, s := range need(b.Config).Builder.Secrets {
		c = c.flag("--secret", hostValue("id="+s))
	}
	return c
}

func (b Builder) extras(c Cmd) Cmd {
	s := need(b.Config).Builder
	for _, o := range []config.Pair{
		{Name: "--target", Value: s.Target},
		{Name: "--ssh", Value: s.SSH},
		{Name: "--provenance", Value: s.Provenance},
	} {
		if o.Value != "" {
			c = c.flag(o.Name, hostValue(o.Value))
		}
	}
	if s.SBOM != nil {
		c = c.Arg("--sbom", strconv.FormatBool(*s.SBOM))
	}
	return c
}

// cacheReadOptions are the options of a gha cache that reading takes too.
var cacheReadOptions = []string{"url", "url_v2", "token", "scope", "timeout"}

func (b Builder) cache(c Cmd) Cmd {
	s := need(b.Config).Builder
	switch {
	case s.CacheType == "":
		return c
	case s.CacheType == "gha":
		read := slices.DeleteFunc(strings.Split(s.CacheOptions, ","), func(o string) bool {
			name, _, _ := strings.Cut(o, "=")
			return !slices.Contains(cacheReadOptions, name)
		})
		return c.Arg("--cache-to", commas("type=gha", s.CacheOptions), "--cache-from", commas("type=gha", read...))
	default:
		ref := "type=registry,ref=" + s.CacheImage
		return c.Arg("--cache-to", commas(ref, s.CacheOptions), "--cache-from", ref)
	}
}

func commas(first string, more ...string) string {
	all := append([]string{first}, more...)
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), ",")
}

package config

import (
	"cmp"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func (r *reader) readBuilder() {
	v, b := r.root.get("builder"), &r.config.Builder
	v.field = builderField
	b.Arches = v.get("arch").texts()
	if arch := v.get("arch"); arch.there() && arch.node.Scalar() {
		b.Arches = []string{arch.text()}
	}
	b.Driver = v.get("driver").text()
	b.Context = v.get("context").text()
	if b.Context == "" && r.config.git.Root == "" {
		b.Context = "."
	}
	b.Dockerfile = v.get("dockerfile").text()
	b.Target = v.get("target").text()
	b.Args = v.get("args").pairs()
	b.Secrets = v.get("secrets").texts()
	r.readCache(v.get("cache"), b)
	b.SSH = v.get("ssh").text()
	b.Provenance = v.get("provenance").text()
	b.SBOM = v.get("sbom").optionalFlag()
	b.PackBuilder = v.get("pack").get("builder").text()
	b.Buildpacks = v.get("pack").get("buildpacks").texts()
	r.readMachines(v, b)
	r.checkBuilder(v, b)
}

func (r *reader) readCache(v value, b *Builder) {
	if !v.is(yaml11.Map) {
		return
	}
	b.CacheType = v.get("type").text()
	if b.CacheType == "" {
		if !v.has("type") {
			r.warn(v, "%s has no type, and so there is no cache: write registry or gha", v.path)
		}
		return
	}
	b.CacheOptions = v.get("options").text()
	if b.CacheType == cacheRegistry {
		b.CacheImage = r.config.Registry.at(cmp.Or(v.get("image").text(), r.config.Image+"-build-cache"))
	}
}

// readMachines reads which machine builds what, in both forms.
func (r *reader) readMachines(v value, b *Builder) {
	remote, local := v.get("remote"), v.get("local")
	b.Local = local.flag() || local.is(yaml11.Map)
	switch {
	case remote.is(yaml11.Map):
		b.RemoteArch, b.Remote = r.machine(remote, true)
		b.Local = local.is(yaml11.Map)
	case !remote.is(yaml11.Bool):
		b.Remote = remote.text()
	case remote.node.Bool:
		r.fail(remote, "%s must be a docker endpoint, such as ssh://user@host, or false", remote.path)
	}
	if local.is(yaml11.Map) {
		b.LocalArch, b.LocalEndpoint = r.machine(local, false)
	}
	multiarch := v.get("multiarch")
	if multiarch.there() {
		r.warn(multiarch, "%s is the older form: write builder.arch", multiarch.path)
	}
	if multiarch.is(yaml11.Bool) && !multiarch.node.Bool && !v.has("driver") && b.CacheType == "" && b.Remote == "" {
		b.Driver = dockerDriver
	}
	if len(b.Arches) == 0 && !v.has("arch") {
		b.Arches = r.olderArches(v, b)
	}
}

// machine reads the older form of remote and local.
func (r *reader) machine(v value, hostNeeded bool) (arch, host string) {
	r.warn(v, "%s as a map is the older form: write builder.arch, and the docker endpoint as text in builder.remote", v.path)
	for _, key := range []string{"arch", "host"} {
		if !v.has(key) && (hostNeeded || key == "arch") {
			r.fail(v, "%s is missing", join(v.path, key))
		}
	}
	return v.get("arch").text(), v.get("host").text()
}

// olderArches are the architectures of a builder without arch.
func (r *reader) olderArches(v value, b *Builder) []string {
	multiarch := v.get("multiarch")
	switch {
	case b.RemoteArch != "" || b.LocalArch != "":
		var arches []string
		for _, arch := range []string{b.LocalArch, b.RemoteArch} {
			if arch != "" {
				arches = appendNew(arches, []string{arch})
			}
		}
		return arches
	case multiarch.is(yaml11.Bool) && !multiarch.node.Bool:
		return nil
	case r.kind != FleetProxy:
		return []string{"amd64", "arm64"}
	}
	if r.root.get("builder").is(yaml11.Map) && !v.get("remote").is(yaml11.Map) && !v.get("local").is(yaml11.Map) {
		r.fail(v, "builder/arch is missing").suggest(archAdvice)
	}
	return nil
}

const archAdvice = "write amd64 or arm64, or a list of both"

func (r *reader) checkBuilder(v value, b *Builder) {
	if arch := v.get("arch"); arch.is(yaml11.String) && arch.text() == "" || arch.is(yaml11.List) && len(arch.node.List) == 0 {
		r.fail(arch, "builder/arch is empty").suggest(archAdvice)
	}
	if v.get("pack").is(yaml11.Map) && len(b.Arches) > 1 {
		r.fail(v.get("pack"), "buildpacks build for one architecture only, not for %s", strings.Join(b.Arches, " and "))
	}
	if local := v.get("local"); !b.Local && b.Remote == "" && !v.get("remote").there() {
		r.fail(local, "builder/local is false, but there is no remote")
	} else if !b.Local && b.Remote == "" && v.get("remote").is(yaml11.Bool) && local.there() {
		r.fail(local, "builder/local is false, and so is remote")
	}
	if r.config.Registry.Local() && b.Remote != "" && !strings.HasPrefix(b.Remote, "ssh://") {
		r.fail(v.get("remote"), "a remote builder needs an ssh:// address to reach the registry on this machine")
	}
	if b.Driver == dockerDriver && v.has("driver") {
		r.warnDockerDriver(v, b)
	}
}

func (r *reader) warnDockerDriver(v value, b *Builder) {
	for _, x := range []struct {
		there bool
		what  string
	}{
		{b.Remote != "", "a remote builder"},
		{b.CacheType != "", "a cache"},
		{len(b.Arches) > 1, "several architectures"},
	} {
		if x.there {
			r.warn(v.get("driver"), "the docker driver may not work with %s", x.what)
		}
	}
}

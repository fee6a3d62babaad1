package commands

import (
	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/kamal/config"
)

// labelsBuildpack puts labels on the image that buildpacks make.
const labelsBuildpack = "paketo-buildpacks/image-labels"

func (b Builder) pack(v config.Version, o BuildOptions) Cmd {
	s := need(b.Config).Builder
	c := Command("pack", "build", b.Config.Repository(), "--platform", platforms(buildkind.Arches(s, b.Machine)),
		"--creation-time", "now", "--builder", s.PackBuilder)
	for _, p := range s.Buildpacks {
		c = c.Arg("--buildpack", p)
	}
	c = b.tags(c.Arg("--buildpack", labelsBuildpack), v, o)
	if o.NoCache {
		c = c.Arg("--clear-cache")
	}
	c = b.args(c.Arg("--env", "BP_IMAGE_LABELS=service="+b.Config.Service), "--env")
	for _, name := range s.Secrets {
		c = c.Arg("--env", name)
	}
	all := []Cmd{c.Arg("--path", b.context())}
	for _, image := range b.images(v, o) {
		all = append(all, docker("push", image))
	}
	if o.Output != "" && o.Output != "registry" {
		return all[0]
	}
	return And(all...)
}

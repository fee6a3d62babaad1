package buildkind_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestBuilder_SplitsArchitecturesBetweenMachines(t *testing.T) {
	for _, tt := range []struct {
		builder, machine string
		kind             buildkind.Kind
		local, remote    string
	}{
		{"arch: amd64", "arm64", buildkind.Local, "amd64", ""},
		{"arch: [ amd64, arm64 ]", "amd64", buildkind.Local, "amd64 arm64", ""},
		{"arch: [ amd64, arm64 ], remote: ssh://r", "x86_64", buildkind.Hybrid, "amd64", "arm64"},
		{"arch: [ x86_64 ], remote: ssh://r", "amd64", buildkind.Local, "x86_64", ""},
		{"arch: amd64, remote: ssh://r", "amd64", buildkind.Local, "amd64", ""},
		{"arch: amd64, remote: ssh://r", "aarch64", buildkind.Remote, "", "amd64"},
		{"arch: amd64, remote: ssh://r, local: false", "amd64", buildkind.Remote, "", "amd64"},
		{"arch: amd64, driver: cloud acme/main", "amd64", buildkind.Cloud, "amd64", ""},
		{"arch: amd64, pack: { builder: b }", "amd64", buildkind.Pack, "amd64", ""},
		{"arch: amd64, remote: ssh://r, pack: { builder: b }", "arm64", buildkind.Remote, "", "amd64"},
		{"multiarch: false", "arm64", buildkind.Local, "arm64", ""},
		{"multiarch: false, remote: ssh://r", "arm64", buildkind.Local, "arm64", ""},
		{"remote: { arch: amd64, host: ssh://r }", "amd64", buildkind.Remote, "", "amd64"},
		{"remote: { arch: amd64, host: ssh://r }, local: { arch: arm64 }", "arm64", buildkind.Hybrid, "arm64", "amd64"},
		{"local: { arch: arm64 }", "amd64", buildkind.Local, "arm64", ""},
		{"arch: [ amd64, arm64 ], remote: { arch: amd64, host: ssh://r }, local: { arch: arm64 }", "amd64", buildkind.Hybrid, "arm64", "amd64"},
	} {
		t.Run(tt.builder+" on "+tt.machine, func(t *testing.T) {
			c, err := config.Parse(t.Context(), "service: a\nimage: a\nservers: [ 192.0.2.1 ]\nregistry: { server: \"localhost:5000\" }\nbuilder: { "+tt.builder+" }\n", config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			b := c.Builder
			local, remote := buildkind.Split(b, tt.machine)
			if buildkind.Of(b, tt.machine) != tt.kind || !slices.Equal(local, strings.Fields(tt.local)) || !slices.Equal(remote, strings.Fields(tt.remote)) {
				t.Errorf("%s with local %v and remote %v; want %s, %s, %s", buildkind.Of(b, tt.machine), local, remote, tt.kind, tt.local, tt.remote)
			}
		})
	}
}

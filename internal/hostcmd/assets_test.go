package hostcmd_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/config"
)

const withAssets = `
service: shop
image: acme/shop
servers: {web: [192.0.2.1], web-x: {hosts: [192.0.2.1], proxy: true}}
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64}
asset_path: /app/assets
proxy: {host: a.example.com}
`

func TestAssets_OfBothVersionsAreThereForBoth(t *testing.T) {
	assets := assetsOf(web(t, withAssets))
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		// The copy out of the image: one file that all versions have, one of its own.
		deploy := func(v, old string) {
			h.Docker(`case "$2" in cp) eval "to=\${$#}"; echo ` + v + ` > "$to/same"; echo ` + v + ` > "$to/only-` + v + `";; esac`)
			h.Run(assets.Extract(config.Version(v)))
			h.Run(assets.Bridge(config.Version(v), config.Version(old)))
		}
		deploy("v1", "")
		deploy("v2", "v1")
		const volumes = ".kamal/apps/shop/assets/volumes/web-"
		for file, want := range map[string]string{
			"v1/same": "v1\n", "v1/only-v1": "v1\n", "v1/only-v2": "v2\n",
			"v2/same": "v2\n", "v2/only-v1": "v1\n", "v2/only-v2": "v2\n",
		} {
			if got := h.Read(volumes + file); got != want {
				t.Errorf("%s holds %q, want %q", file, got, want)
			}
		}
	})
}

func TestAssets_AreBridgedFromTheOtherKindOfHost(t *testing.T) {
	assets := assetsOf(web(t, withAssets))
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write(".kamal/apps/shop/assets/extracted/web-v2/new", "new")
		h.Write(".kamal/apps/shop/assets/volumes/keep", "")
		h.Write(".kamal/assets/extracted/shop-web-v1/old", "old")
		h.Write(".kamal/assets/volumes/shop-web-v1/old", "old")
		h.Run(assets.Bridge("v2", "v1"))
		for _, file := range []string{".kamal/apps/shop/assets/volumes/web-v2/old", ".kamal/assets/volumes/shop-web-v1/new"} {
			if h.Mode(file) == "" {
				t.Errorf("%s is not there", file)
			}
		}
	})
}

func TestAssets_OfOtherVersionsOfTheRoleAreCleanedUp(t *testing.T) {
	assets := assetsOf(web(t, withAssets))
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		for _, place := range []string{"extracted", "volumes"} {
			for _, name := range []string{"web-v1", "web-v2", "web-x-v1", "job-v1"} {
				h.Write(".kamal/apps/shop/assets/"+place+"/"+name+"/file", "")
			}
		}
		h.Run(assets.CleanUp("v2"))
		for _, place := range []string{"extracted", "volumes"} {
			assertFiles(t, h, ".kamal/apps/shop/assets/"+place, "job-v1", "web-v2", "web-x-v1")
		}
	})
}

func TestErrorPages_OfOtherVersionsAreCleanedUp(t *testing.T) {
	pages := hostcmd.ErrorPages{Config: load(t, small)}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Run(pages.CleanUp("v2"))
		const dir = ".kamal/proxy/apps-config/shop/error_pages"
		for _, v := range []string{"v1", "v2", "v2.1"} {
			h.Write(dir+"/"+v+"/404.html", "")
		}
		h.Run(pages.CleanUp("v2"))
		assertFiles(t, h, dir, "v2")
	})
}

func assetsOf(a hostcmd.App) hostcmd.Assets {
	return hostcmd.Assets{Config: a.Config, Role: a.Role, Host: a.Host}
}

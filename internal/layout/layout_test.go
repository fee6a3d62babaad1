package layout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

const shop = `
service: shop
image: acme/shop
servers: [ 192.0.2.1 ]
registry: { server: "localhost:5000" }
builder: { arch: amd64 }
accessories: { db: { image: x, host: 192.0.2.9 }, own: { image: x, host: 192.0.2.1, service: mine } }
`

func parse(t *testing.T, text, destination string) *config.Config {
	t.Helper()
	c, err := config.Parse(t.Context(), text, config.Options{Destination: destination})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPaths_OfADestination(t *testing.T) {
	c := parse(t, shop, "eu")
	check(t, [][2]string{
		{layout.RoleEnvFile(c, c.Role("web")), ".kamal/env/roles/shop-web-eu.env"},
		{layout.AccessoryEnvFile(c, c.Accessory("db")), ".kamal/env/accessories/shop-db.env"},
		{layout.AccessoryEnvFile(c, c.Accessory("own")), ".kamal/env/accessories/mine.env"},
		{layout.TraefikEnvFile(c), ".kamal/env/traefik/traefik.env"},
		{layout.LatestImage(c), "localhost:5000/acme/shop:latest-eu"},
		{layout.LockDirectory(c), ".kamal/lock-shop-eu"},
		{layout.AuditLog(c), ".kamal/shop-eu-audit.log"},
		{layout.AppDirectory(c), ".kamal/apps/shop-eu"},
		{layout.ProxyAppDirectory(c), ".kamal/proxy/apps-config/shop-eu"},
		{layout.InProxy(c, "tls", "web", "cert.pem"), "/home/kamal-proxy/.apps-config/shop-eu/tls/web/cert.pem"},
	})
}

func TestPaths_OfARunDirectoryWithoutADestination(t *testing.T) {
	c := parse(t, shop+"run_directory: /srv/kamal/\n", "")
	check(t, [][2]string{
		{string(layout.LatestTag(c)), "latest"},
		{layout.LocalPort(c.Registry), "5000"},
		{layout.LockDirectory(c), "/srv/kamal/lock-shop"},
		{layout.AppsDirectory(c), "/srv/kamal/apps"},
		{layout.ProxyFiles(c), "/srv/kamal/proxy/apps-config"},
	})
}

func check(t *testing.T, paths [][2]string) {
	t.Helper()
	for _, p := range paths {
		if p[0] != p[1] {
			t.Errorf("got %q, want %q", p[0], p[1])
		}
	}
}

func TestStopTimeout(t *testing.T) {
	const more = "drain_timeout: 20\nservers: { web: [ 192.0.2.1 ], job: { hosts: [ 192.0.2.1 ] }, own: { hosts: [ 192.0.2.1 ], stop_timeout: 7 } }\n"
	text := strings.Replace(shop, "servers: [ 192.0.2.1 ]\n", more, 1)
	for _, tt := range []struct {
		text          string
		web, job, own time.Duration
	}{
		{text, 0, 20 * time.Second, 7 * time.Second},
		{text + "stop_timeout: 5\n", 5 * time.Second, 5 * time.Second, 7 * time.Second},
		{text + "traefik: {}\n", 0, 0, 7 * time.Second},
	} {
		c := parse(t, tt.text, "")
		for name, want := range map[string]time.Duration{"web": tt.web, "job": tt.job, "own": tt.own} {
			if got := layout.StopTimeout(c, c.Role(name), "192.0.2.1"); got != want {
				t.Errorf("%s of %s has %v, want %v", name, tt.text, got, want)
			}
		}
	}
}

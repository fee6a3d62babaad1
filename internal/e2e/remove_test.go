package e2e_test

import (
	"strings"
	"testing"
)

// secretText is the secret of the example project, as far as it needs no quotes.
const secretText = "signs and spaces"

// wantNothingLeft checks that a host keeps no secret, no container, and no file but
// the audit log.
func (a *app) wantNothingLeft(t *testing.T) {
	t.Helper()
	for _, host := range a.Hosts {
		if found := onHost(t, host, "grep -rl -e '"+secretText+"' -e not-checked /root /home || true"); found != "" {
			t.Errorf("%s still has secrets in %s", host.Name, found)
		}
		files := onHost(t, host, "find .kamal shop-cache tools-web -type f 2>/dev/null | grep -v audit.log || true")
		if left := files + onHost(t, host, "docker ps -aq"); left != "" {
			t.Errorf("%s still has %s", host.Name, left)
		}
	}
}

func TestRemove_LeavesNoSecretBehind(t *testing.T) {
	a := newApp(t)
	a.pushByHand(t)
	beside, apart := a.Hosts[0], a.Hosts[2]
	a.commitFiles(t, map[string]string{
		"config/seed.erb": "secret <%= ENV[\"APP_SECRET\"] %>\n",
		"config/deploy.yml": a.Configuration() + `accessories:
  cache:
    image: ` + a.image() + `
    hosts: [` + beside.Address + ", " + apart.Address + `]
    env:
      secret: [APP_SECRET]
    files:
      - config/seed.erb:/assets/seed
`,
	})
	a.run(t, "setup")
	for _, file := range []string{".kamal/env/accessories/shop-cache.env", ".kamal/env/roles/shop-web.env", "shop-cache/assets/seed"} {
		onHost(t, beside, "grep -q '"+secretText+"' "+file)
	}
	a.run(t, "remove", "-y")
	a.wantNothingLeft(t)
}

// A service with nothing but an accessory behind the proxy makes no folder of an
// app, and still needs the proxy.
func TestRemove_LeavesTheNeighboursProxy(t *testing.T) {
	shop := newApp(t)
	tools := shop.neighbour(t)
	tools.pushByHand(t)
	host := shop.Hosts[0]
	client := through(host)
	const page = "http://tools.example.com/"
	before, _, _ := strings.Cut(tools.Configuration(), "servers:")
	_, after, _ := strings.Cut(tools.Configuration(), "registry:")
	tools.commitFiles(t, map[string]string{"config/deploy.yml": strings.Replace(before, "service: shop", "service: tools", 1) + "registry:" + after + `accessories:
  web:
    image: ` + tools.image() + `
    host: ` + host.Address + `
    env: {clear: {KAMAL_VERSION: tool}}
    proxy: {host: tools.example.com, healthcheck: {interval: 1}}
`})
	shop.change(t, append(shop.oneHost(host), "proxy:\n", "proxy:\n  host: shop.example.com\n")...)
	shop.run(t, "setup")
	tools.run(t, "accessory", "boot", "web")
	wantPage(t, client, page, 200, "tool")

	for _, line := range [][]string{{"proxy", "reboot", "-y"}, {"prune", "all"}, {"app", "remove"}, {"proxy", "remove"}, {"remove", "-y"}} {
		text := shop.run(t, line...)
		wantPage(t, client, page, 200, "tool")
		if line[0] == "remove" && !strings.Contains(text, "tools-web") {
			t.Errorf("it does not say for whom the proxy stays: %s", text)
		}
	}
	if text := shop.fails(t, 1, "proxy", "stop"); !strings.Contains(text, "tools-web") {
		t.Errorf("stopping the proxy: %s", text)
	}
	wantPage(t, client, page, 200, "tool")
	tools.run(t, "remove", "-y")
	shop.wantNothingLeft(t)
}

package config_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestProxyRunFor_IsWhatTheHostAgreesOn(t *testing.T) {
	c := parse(t, minimal+`
accessories:
  a: { image: x, host: 192.0.2.1, proxy: { host: a.example.com, run: { http_port: 8080 } } }
  b: { image: x, host: 192.0.2.2, proxy: { host: b.example.com } }
`, config.Options{})
	if run := layout.ProxyRunFor(c, "192.0.2.1"); run == nil || run.HTTPPort != 8080 || run.HTTPSPort != 443 || layout.ProxyImage(run) != "basecamp/kamal-proxy:v0.9.2" {
		t.Errorf("on the accessory's host: %+v", run)
	}
	if run := layout.ProxyRunFor(c, "192.0.2.2"); run != nil {
		t.Errorf("without a run section: %+v", run)
	}
}

func TestProxyRunFor_HasNoSayOnTraefikHosts(t *testing.T) {
	c := parse(t, minimal+"proxy: { enabled: true, hosts: [], app_port: 80, run: { http_port: 81 } }\n", config.Options{})
	if run := layout.ProxyRunFor(c, "192.0.2.1"); run != nil {
		t.Errorf("got %+v", run)
	}
}

func TestOnTraefik_IsSaidOfEachHost(t *testing.T) {
	for _, tt := range []struct {
		name, section string
		want          bool
	}{
		{"plain", "", false},
		{"Traefik", "traefik: {}", true},
		{"mixed, all", "proxy: { enabled: true, app_port: 80 }", false},
		{"mixed, none", "proxy: { enabled: true, app_port: 80, hosts: [] }", true},
		{"mixed, listed", "proxy: { enabled: true, app_port: 80, hosts: [ 192.0.2.1 ] }", false},
		{"waiting", "proxy: { enabled: false, hosts: [ 192.0.2.1 ] }", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parse(t, minimal+tt.section, config.Options{}).OnTraefik("192.0.2.1"); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

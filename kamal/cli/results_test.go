package cli

import (
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// Lines of a log are marked with their place only where there are several.
func TestFollowed_MarksLinesOfSeveralPlaces(t *testing.T) {
	cfg, err := config.Parse(t.Context(), `
service: shop
image: acme/shop
registry: {server: registry.example.com, username: me, password: secret}
builder: {arch: amd64}
servers: {web: [192.0.2.1], job: {hosts: [192.0.2.2], cmd: work}}
accessories:
  db: {image: postgres, host: 192.0.2.3}
  cache: {image: redis, hosts: [192.0.2.3, 192.0.2.4]}
`, config.Options{Version: "v1", NoRuby: true})
	if err != nil {
		t.Fatal(err)
	}
	at := func(hosts ...string) *kamal.Deployer {
		t.Helper()
		specifics, err := kamal.NewSpecifics(cfg, kamal.Selection{Hosts: hosts})
		if err != nil {
			t.Fatal(err)
		}
		return kamal.New(cfg, kamaltest.NewRecorder(t), kamal.WithSpecifics(specifics))
	}
	for _, c := range []struct {
		what      string
		got, want bool
	}{
		{"the only proxy", severalProxies(at()), false},
		{"an accessory on one host", severalOf(at(), "db"), false},
		{"an accessory on two hosts", severalOf(at(), "cache"), true},
		{"one of its hosts", severalOf(at("192.0.2.4"), "cache"), false},
		{"no accessory", severalOf(at(), "nosuch"), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: several is %t", c.what, c.got)
		}
	}
}

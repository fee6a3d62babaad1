package config_test

import (
	"slices"
	"testing"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

const named = minimal + `
accessories: { db: { image: x, host: 192.0.2.9 }, own: { image: x, host: 192.0.2.1, service: mine } }
`

func TestNames_OfADestination(t *testing.T) {
	c := parse(t, named, config.Options{Destination: "eu"})
	web, db := c.Role("web"), c.Accessory("db")
	for _, tt := range [][2]string{
		{c.Repository(), "registry.example.com/acme/shop"},
		{c.ImageAt("v1"), "registry.example.com/acme/shop:v1"},
		{layout.App(c), "shop-eu"},
		{web.ContainerPrefix, "shop-web-eu"},
		{web.ContainerName("v1"), "shop-web-eu-v1"},
		{db.ContainerName, "shop-db"},
	} {
		if tt[0] != tt[1] {
			t.Errorf("got %q, want %q", tt[0], tt[1])
		}
	}
}

func TestNames_WithoutADestination(t *testing.T) {
	c := parse(t, named+"run_directory: /srv/kamal/\n", config.Options{})
	for _, tt := range [][2]string{
		{c.Role("web").ContainerName("v1"), "shop-web-v1"},
	} {
		if tt[0] != tt[1] {
			t.Errorf("got %q, want %q", tt[0], tt[1])
		}
	}
	if c.Role("none") != nil || c.Accessory("none") != nil {
		t.Error("there are roles and accessories that are not in the file")
	}
}

func TestHosts_OfRolesComeBeforeThoseOfAccessories(t *testing.T) {
	c := parse(t, named, config.Options{})
	if want := []config.Host{"192.0.2.1", "192.0.2.9"}; !slices.Equal(c.Hosts(), want) {
		t.Errorf("got %v, want %v", c.Hosts(), want)
	}
}

func TestLocalRegistry_NeedsNoLogin(t *testing.T) {
	c := parse(t, "service: shop\nregistry: { server: \"localhost:5555\" }\nbuilder: { arch: amd64 }\nservers: [ a ]\n", config.Options{})
	if r := c.Registry; !r.Local() || c.Repository() != "localhost:5555/shop" {
		t.Errorf("got %+v, %s", r, c.Repository())
	}
}

package cli

import (
	"context"
	"errors"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

type detailsCmd struct{}

// Run shows the proxy's containers, the app's, then each accessory's, as the
// commands for these do.
func (c *detailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	proxies, of := d.Proxy().Details, "proxy details"
	if d.Config().Fleet == config.FleetTraefik {
		proxies, of = d.Traefik().Details, "traefik details"
	}
	found, err := proxies(ctx)
	errs := []error{blocks(s, of, proxyHost, found, err)}
	found, err = d.App().Details(ctx)
	errs = append(errs, blocks(s, "app details", appHost, found, err))
	ofAccessories, err := d.Accessory(kamal.AllAccessories).Details(ctx)
	return errors.Join(append(errs, accessoryBlocks(s, ofAccessories, err))...)
}

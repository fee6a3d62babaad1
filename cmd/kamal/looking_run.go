package main

import (
	"context"
	"errors"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func (c *auditCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.Audit(ctx)
	return blocks(s, "audit", appHost, results, err)
}

// Run shows the proxy's containers, the app's, then each accessory's.
func (c *detailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	proxies := d.ProxyDetails
	if d.Config().Fleet.Kind == config.FleetTraefik {
		proxies = d.TraefikDetails
	}
	found, err := proxies(ctx)
	errs := []error{blocks(s, "details", proxyHost, found, err)}
	found, err = d.AppDetails(ctx)
	errs = append(errs, blocks(s, "details", appHost, found, err))
	ofAccessories, err := d.AccessoryDetails(ctx, kamal.AllAccessories)
	return errors.Join(append(errs, accessoryBlocks(s, "details", ofAccessories, err))...)
}

package kamal

import (
	"context"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Neighbours gives for every host the running containers of other services that
// nobody will send requests to any more once the host has the proxy that is its
// own, their names with commas. Hosts without any are left out.
func (d *Deployer) Neighbours(ctx context.Context) ([]Result, error) {
	found, err := gather(ctx, d, d.spec.Hosts, func(ctx context.Context, h config.Host) (Result, error) {
		out, err := d.ask(ctx, h, commands.Neighbours())
		var names []string
		for _, n := range commands.ParseNeighbours(out) {
			left := n.Traefik && !d.cfg.OnTraefik(h) || n.KamalProxy && d.cfg.OnTraefik(h)
			if left && !d.isOurs(n) {
				names = append(names, n.Name)
			}
		}
		return Result{Host: h, Text: strings.Join(names, ", "), Err: err}, err
	})
	return filter(found, func(r Result) bool { return r.Text != "" }), err
}

// isOurs reports whether a container is one of this service's: of the app, in this
// destination, or of an accessory.
func (d *Deployer) isOurs(n commands.Neighbour) bool {
	return n.Service == d.cfg.Service && n.Destination == d.cfg.Destination ||
		slices.ContainsFunc(d.cfg.Accessories, func(a *config.Accessory) bool { return a.ContainerName == n.Name })
}

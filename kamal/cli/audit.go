package cli

import (
	"context"
	"strings"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type auditCmd struct{}

func (c *auditCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.Audit(ctx)
	for i, r := range results {
		if r.Err == nil && strings.TrimSpace(r.Text) == "" {
			results[i].Text = "There is no audit log yet: nothing was done on this host."
		}
	}
	return blocks(s, "audit", appHost, results, err)
}

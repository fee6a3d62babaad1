package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type auditCmd struct{}

func (c *auditCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	found, err := d.Audit(ctx)
	return blocks(s, "audit", appHost, found, err)
}

package main

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

func (c *auditCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.Audit(ctx)
	return blocks(s, "audit", appHost, results, err)
}

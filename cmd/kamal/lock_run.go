package main

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

func (c *lockStatusCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	details, held, err := d.LockStatus(ctx)
	if err != nil {
		return err
	}
	if !held {
		details = "There is no deploy lock"
	}
	s.answer(answer{of: "lock status", text: details, data: map[string]bool{"held": held}})
	return nil
}

func (c *lockAcquireCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	err := d.LockAcquire(ctx, c.Message)
	if err == nil {
		s.event(kamal.Note{Text: "The deploy lock is taken"})
	}
	return err
}

func (c *lockReleaseCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	released, err := d.LockRelease(ctx)
	if err != nil {
		return err
	}
	text := "There is no deploy lock"
	if released {
		text = "The deploy lock is released"
	}
	s.event(kamal.Note{Text: text})
	return nil
}

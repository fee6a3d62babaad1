package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type lockFamily struct {
	Status  lockStatusCmd  `cmd:"" name:"status" help:"Show who holds the lock."`
	Acquire lockAcquireCmd `cmd:"" name:"acquire" help:"Take the lock, so that nobody deploys."`
	Release lockReleaseCmd `cmd:"" name:"release" help:"Give the lock back, whoever holds it."`
}

type lockStatusCmd struct{}

func (c *lockStatusCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	lock, err := d.Lock().Status(ctx)
	if err == nil {
		s.Answer(screen.Answer{Of: "lock status", Data: lock})
	}
	return err
}

type lockReleaseCmd struct{}

func (c *lockReleaseCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	released, err := d.Lock().Release(ctx)
	if err != nil {
		return err
	}
	text := "There is no deploy lock"
	if released {
		text = "The deploy lock is released"
	}
	s.Event(kamal.Note{Text: text})
	return nil
}

type lockAcquireCmd struct {
	Message string `name:"message" short:"m" required:"" placeholder:"TEXT" help:"Why."`
}

func (c *lockAcquireCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	err := d.Lock().Acquire(ctx, c.Message)
	if err == nil {
		s.Event(kamal.Note{Text: "The deploy lock is taken"})
	}
	return err
}

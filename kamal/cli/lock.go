package cli

import (
	"context"
	"fmt"
	"strings"

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
	details, held, err := d.Lock().Status(ctx)
	if err != nil {
		return err
	}
	if !held {
		details = "There is no deploy lock"
	}
	s.Answer(screen.Answer{Of: "lock status", Text: details, Data: lockData(details, held)})
	return nil
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

// lockData takes the details of a lock apart.
func lockData(details string, held bool) map[string]any {
	data := map[string]any{"held": held}
	if !held {
		return data
	}
	keys := map[string]string{
		"Locked by": "locked_by", "Version": "version", "Message": "message", "Holder": "holder", "Heartbeat": "heartbeat",
	}
	for line := range strings.Lines(details) {
		title, text, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if key := keys[title]; key != "" && data[key] == nil {
			data[key] = text
		}
	}
	if by, at, ok := strings.Cut(fmt.Sprint(data["locked_by"]), " at "); ok {
		data["locked_by"], data["locked_at"] = by, at
	}
	return data
}

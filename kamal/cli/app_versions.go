package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type appVersionsCmd struct{}

func (c *appVersionsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	versions, err := d.App().Versions(ctx)
	if err != nil {
		return err
	}
	if len(versions) == 0 {
		s.Event(kamal.Note{Text: "There are no containers of the app"})
		return nil
	}
	s.Answer(screen.Answer{Of: "app versions", Data: versions})
	return nil
}

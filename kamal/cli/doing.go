package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// doing is a command that takes nothing and does one thing.
type doing struct {
	do func(context.Context, *kamal.Deployer) error
}

func (c *doing) Run(ctx context.Context, d *kamal.Deployer) error { return c.do(ctx, d) }

// does gives the command for an operation of a family.
func does[F any](family func(*kamal.Deployer) F, operation func(F, context.Context) error) doing {
	return doing{func(ctx context.Context, d *kamal.Deployer) error { return operation(family(d), ctx) }}
}

// listing is a command that takes nothing and shows what hosts answer.
type listing struct {
	show func(context.Context, *kamal.Deployer, screen.Screen) error
}

func (c *listing) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	return c.show(ctx, d, s)
}

// lists gives the command for a question of a family; of is its name, and heading
// stands above what each host says.
func lists[F, T any](of, heading string, family func(*kamal.Deployer) F, question func(F, context.Context) ([]kamal.Answer[T], error)) listing {
	return listing{func(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
		answers, err := question(family(d), ctx)
		return blocks(s, of, heading, answers, err)
	}}
}

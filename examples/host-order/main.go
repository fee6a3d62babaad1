// Host-order deploys one host after the other, in the order of its arguments: those
// that are not named come last. A version that does not come up on the first host
// reaches no other.
//
//	host-order canary.example.com
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/project"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, names []string) error {
	cfg, err := project.Load(ctx, project.Options{})
	if err != nil {
		return err
	}
	cfg.Boot.Limit = 1
	all, err := kamal.NewSpecifics(cfg, kamal.Selection{})
	if err != nil {
		return err
	}
	var first []config.Host
	for _, n := range names {
		first = append(first, config.Host(n))
	}
	ordered := all.Ordered(first...)
	fmt.Println("deploying to", ordered.AppHosts())
	p, err := project.New(ctx, cfg, project.Options{Deployer: []kamal.Option{kamal.WithSpecifics(ordered)}})
	if err != nil {
		return err
	}
	defer p.Close()
	return p.Deploy(ctx, kamal.DeployOptions{SkipPush: true})
}

// Rollback-on-failure deploys what is in the registry, then runs a check on this
// machine, and goes back to the version before when either fails:
//
//	rollback-on-failure curl -fsS https://example.com/up
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/project"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: rollback-on-failure CHECK [ARGUMENT...]")
		os.Exit(2)
	}
	if err := run(context.Background(), commands.Command(os.Args[1], os.Args[2:]...)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, check commands.Cmd) error {
	p, err := project.Open(ctx, project.Options{})
	if err != nil {
		return err
	}
	defer p.Close()
	err = p.Deploy(ctx, kamal.DeployOptions{SkipPush: true})
	if boot, ok := errors.AsType[*kamal.BootError](err); ok && !boot.Partial() {
		return err // no host runs the new version: there is nothing to take back
	}
	if err == nil {
		if err = (kamal.Local{}).Run(ctx, "", check); err == nil {
			return nil
		}
		err = fmt.Errorf("the check failed: %w", err)
	}
	fmt.Println("going back to the version before")
	return errors.Join(err, p.Rollback(ctx, kamal.AppOptions{}))
}

package kamal

import (
	"context"
	"fmt"
	"os"

	"github.com/kamal-go/kamal/kamal/commands"
)

// buildDirectory is the folder to build in: the working directory, or where the
// configuration names no context a clone of its commit.
func (d *Deployer) buildDirectory(ctx context.Context) (string, error) {
	if d.cfg.Builder.Context != "" || d.cfg.Git().Root == "" {
		return d.cfg.WorkDir, nil
	}
	folder, err := d.cloneFolder()
	clone := commands.Clone{Config: d.cfg, Folder: folder}
	if err == nil {
		err = d.makeFolder(clone.Parent())
	}
	if err != nil {
		return "", fmt.Errorf("making a folder for a clone: %w", err)
	}
	err = d.readyClone(ctx, clone)
	if err != nil && ctx.Err() == nil {
		d.note("the clone in %s is of no use (%v): making it anew", clone.Root(), err)
		if err = d.removeFolder(clone.Root()); err == nil {
			err = d.readyClone(ctx, clone)
		}
	}
	if err != nil {
		return "", fmt.Errorf("cloning %q: %w", d.cfg.Git().Root, err)
	}
	return clone.BuildDirectory(), nil
}

// readyClone makes the clone, or brings the one that is there to the commit,
// and checks the result.
func (d *Deployer) readyClone(ctx context.Context, c commands.Clone) error {
	if _, err := os.Stat(c.Root()); err == nil {
		err := inTurn(c.Update(), func(cmd commands.Cmd) error { return d.send(ctx, here, cmd) })
		if err != nil {
			return err
		}
	} else if err := d.send(ctx, here, c.Make()); err != nil {
		return err
	}
	return d.checkClone(ctx, c)
}

func (d *Deployer) makeFolder(path string) error {
	if d.run.rehearsed {
		return nil
	}
	return ownFolder(path)
}

func (d *Deployer) removeFolder(path string) error {
	if d.run.rehearsed {
		return nil
	}
	return os.RemoveAll(path)
}

func (d *Deployer) checkClone(ctx context.Context, c commands.Clone) error {
	changes, err := d.ask(ctx, here, c.Status())
	if err != nil {
		return err
	}
	if changes != "" {
		return fmt.Errorf("it has uncommitted changes:\n%s", changes)
	}
	head, err := d.ask(ctx, here, c.Head())
	if err != nil {
		return err
	}
	if want := d.cfg.Git().Commit; head != want {
		return fmt.Errorf("it is at commit %s, not %s", head, want)
	}
	return nil
}

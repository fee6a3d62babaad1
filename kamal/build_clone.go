package kamal

import (
	"context"
	"fmt"
	"os"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
)

// buildDirectory is the folder to build in: the working directory, or where the
// configuration names no context a clone of its commit.
func (bd Build) buildDirectory(ctx context.Context) (string, error) {
	if bd.cfg.Builder.Context != "" || bd.cfg.Git().Root == "" {
		return bd.cfg.WorkDir, nil
	}
	folder, err := bd.cloneFolder()
	clone := hostcmd.Clone{Config: bd.cfg, Folder: folder}
	if err == nil {
		err = bd.makeFolder(clone.Parent())
	}
	if err != nil {
		return "", fmt.Errorf("making a folder for a clone: %w", err)
	}
	err = bd.readyClone(ctx, clone)
	if err != nil && ctx.Err() == nil {
		bd.note(ctx, "the clone in %s is of no use (%v): making it anew", clone.Root(), err)
		if err = bd.removeFolder(clone.Root()); err == nil {
			err = bd.readyClone(ctx, clone)
		}
	}
	if err != nil {
		return "", fmt.Errorf("cloning %q: %w", bd.cfg.Git().Root, err)
	}
	return clone.BuildDirectory(), nil
}

// readyClone makes the clone, or brings the one that is there to the commit,
// and checks the result.
func (bd Build) readyClone(ctx context.Context, c hostcmd.Clone) error {
	if _, err := os.Stat(c.Root()); err == nil {
		err := inTurn(c.Update(), func(cmd commands.Cmd) error { return bd.send(ctx, here, cmd) })
		if err != nil {
			return err
		}
	} else if err := bd.send(ctx, here, c.Make()); err != nil {
		return err
	}
	return bd.checkClone(ctx, c)
}

func (bd Build) makeFolder(path string) error {
	if bd.run.rehearsed {
		return nil
	}
	return ownFolder(path)
}

func (bd Build) removeFolder(path string) error {
	if bd.run.rehearsed {
		return nil
	}
	return os.RemoveAll(path)
}

func (bd Build) checkClone(ctx context.Context, c hostcmd.Clone) error {
	changes, err := bd.ask(ctx, here, c.Status())
	if err != nil {
		return err
	}
	if changes != "" {
		return fmt.Errorf("it has uncommitted changes:\n%s", changes)
	}
	head, err := bd.ask(ctx, here, c.Head())
	if err != nil {
		return err
	}
	if want := bd.cfg.Git().Commit; head != want {
		return fmt.Errorf("it is at commit %s, not %s", head, want)
	}
	return nil
}

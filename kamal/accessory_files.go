package kamal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Upload uploads the files of an accessory. It holds the lock.
func (acc Accessory) Upload(ctx context.Context) error {
	return acc.eachAsked(ctx, func(ctx context.Context, a *config.Accessory) error {
		if err := acc.checkLocalFiles(a); err != nil {
			return err
		}
		return acc.onHostsOf(ctx, stepUploadAccessoryFiles, a, acc.uploadFiles)
	})
}

// Directories makes the directories of an accessory. It holds the lock.
func (acc Accessory) Directories(ctx context.Context) error {
	return acc.eachAsked(ctx, func(ctx context.Context, a *config.Accessory) error {
		return acc.onHostsOf(ctx, stepMakeAccessoryFolders, a, acc.makeDirectories)
	})
}

// bringFiles makes an accessory's directories and uploads its files.
func (acc Accessory) bringFiles(ctx context.Context, c hostcmd.Accessory) error {
	if err := acc.makeDirectories(ctx, c); err != nil {
		return err
	}
	return acc.uploadFiles(ctx, c)
}

func (acc Accessory) makeDirectories(ctx context.Context, c hostcmd.Accessory) error {
	dirs := c.MakeDirectories()
	if dirs.IsZero() {
		return nil
	}
	return acc.send(ctx, c.Host, dirs)
}

// checkLocalFiles finds what is missing among an accessory's files, or is neither
// a file nor a folder of files.
func (acc Accessory) checkLocalFiles(a *config.Accessory) error {
	var errs []error
	for _, m := range a.Files {
		if err := checkUpload(acc.localPath(m.Local)); err != nil {
			errs = append(errs, fmt.Errorf("looking for a file of accessory %s: %w", a.Name, err))
		}
	}
	return errors.Join(errs...)
}

func (acc Accessory) localPath(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(acc.cfg.WorkDir, p)
}

func (acc Accessory) uploadFiles(ctx context.Context, c hostcmd.Accessory) error {
	return inTurn(c.Accessory.Files, func(m config.Mount) error {
		cmd, content, err := acc.fileUpload(ctx, c, m)
		if err != nil {
			return fmt.Errorf("reading a file of accessory %s: %w", c.Accessory.Name, err)
		}
		defer content.Close() // it is only read
		cmd.Stdin = content
		if err := acc.send(ctx, c.Host, cmd); err != nil {
			return fmt.Errorf("writing %q: %w", layout.AccessoryFile(c.Accessory, m), err)
		}
		return nil
	})
}

// fileUpload gives the command that writes a file, or a folder, and what it
// reads, which is closed afterwards.
func (acc Accessory) fileUpload(ctx context.Context, c hostcmd.Accessory, m config.Mount) (commands.Cmd, io.ReadCloser, error) {
	local := acc.localPath(m.Local)
	info, err := os.Stat(local)
	switch {
	case err != nil:
		return commands.Cmd{}, nil, err
	case info.IsDir():
		return c.UploadDirectory(m), openFolder(local), nil
	case isTemplate(local):
		text, err := acc.renderFile(ctx, c.Accessory, m.Local)
		return c.Upload(m), io.NopCloser(bytes.NewReader(text)), err
	}
	file, _, err := regular.Open(local)
	return c.Upload(m), file, err
}

// renderFile renders a template with the accessory's environment. Its secrets
// are looked up for that, even where env files are pushed by hand.
func (acc Accessory) renderFile(ctx context.Context, a *config.Accessory, file string) ([]byte, error) {
	var vars []string
	for _, p := range a.Env.Clear {
		vars = append(vars, p.Name+"="+p.Value)
	}
	for _, s := range a.Env.Secret {
		v, err := acc.cfg.Secrets.Lookup(ctx, s.Value)
		if err != nil {
			return nil, err
		}
		vars = append(vars, s.Name+"="+v.Reveal())
	}
	return acc.cfg.RenderFile(ctx, file, vars)
}

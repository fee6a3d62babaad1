package kamal

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// hostsToPrepare are the hosts on which something must be there before the
// first container starts.
func (a App) hostsToPrepare() []config.Host {
	return filter(a.spec.appHosts, func(h config.Host) bool {
		return a.hasErrorPages(h) || len(a.rolesToPrepare(h)) > 0
	})
}

func (a App) rolesToPrepare(h config.Host) []*config.Role {
	return filter(a.spec.RolesOn(h), func(r *config.Role) bool {
		return hostcmd.Assets{Config: a.cfg, Role: r, Host: h}.Used() || r.Proxy.Certificate != nil && !a.cfg.OnTraefik(h)
	})
}

func (eng *engine) hasErrorPages(h config.Host) bool {
	return eng.cfg.ErrorPagesPath != "" && !eng.cfg.OnTraefik(h)
}

// prepareHost brings error pages, assets and certificates to a host.
func (a App) prepareHost(ctx context.Context, h config.Host) error {
	if err := a.files.uploadErrorPages(ctx, h); err != nil {
		return err
	}
	return inTurn(a.rolesToPrepare(h), func(r *config.Role) error {
		if err := a.bridgeAssets(ctx, h, r); err != nil {
			return err
		}
		return a.files.uploadCertificate(ctx, h, r.Name, r.Proxy.Certificate)
	})
}

func (eng *engine) appCommands(h config.Host, r *config.Role) hostcmd.App {
	return hostcmd.App{App: commands.App{Config: eng.cfg, Role: r, Host: h}}
}

func (a App) bridgeAssets(ctx context.Context, h config.Host, r *config.Role) error {
	assets := hostcmd.Assets{Config: a.cfg, Role: r, Host: h}
	if !assets.Used() {
		return nil
	}
	running, err := a.running(ctx, h, r)
	if err != nil {
		return err
	}
	old := a.appCommands(h, r).VersionOf(running.Name)
	return a.send(ctx, h, commands.And(assets.Extract(a.version), assets.Bridge(a.version, old)))
}

// running gives the container of a role that counts as running on a host; a
// zero one when nothing runs.
func (a App) running(ctx context.Context, h config.Host, r *config.Role) (hostcmd.Container, error) {
	out, err := a.ask(ctx, h, a.appCommands(h, r).RunningState())
	return hostcmd.ParseStates(out)[r.Name].Running, err
}

func (f files) uploadErrorPages(ctx context.Context, h config.Host) error {
	if !f.hasErrorPages(h) {
		return nil
	}
	pages, err := f.errorPages()
	if err != nil || len(pages) == 0 {
		return err
	}
	archive := packed(func(w *tar.Writer) error { return addFiles(w, pages) })
	defer archive.Close() // it is only read
	cmd := hostcmd.ErrorPages{Config: f.cfg}.Upload(f.version)
	cmd.Stdin = archive
	return f.send(ctx, h, cmd)
}

// errorPages finds the local pages, and sees whether they can be read.
func (f files) errorPages() ([]string, error) {
	dir := f.cfg.ErrorPagesPath
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(f.cfg.WorkDir, dir)
	}
	var pages []string
	for _, pattern := range []string{"4??.html", "5??.html"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, fmt.Errorf("looking for error pages in %q: %w", dir, err)
		}
		pages = append(pages, found...)
	}
	return pages, addFiles(tar.NewWriter(io.Discard), pages)
}

// addFiles puts files into an archive, by their bare names.
func addFiles(w *tar.Writer, files []string) error {
	for _, file := range files {
		text, err := regular.ReadFile(file, regular.MaxText)
		if err != nil {
			return err
		}
		header := &tar.Header{Name: filepath.Base(file), Mode: 0o644, Size: int64(len(text))}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	return nil
}

// uploadCertificate writes both halves of a TLS certificate on a host, for a
// role or an accessory of that name.
func (f files) uploadCertificate(ctx context.Context, h config.Host, owner string, c *config.Certificate) error {
	if c == nil || f.cfg.OnTraefik(h) {
		return nil
	}
	files := hostcmd.Certificate{Config: f.cfg, Owner: owner}
	for _, half := range []struct {
		secret string
		cmd    commands.Cmd
	}{{c.CertificatePEM, files.WriteCertificate()}, {c.PrivateKeyPEM, files.WriteKey()}} {
		text, err := f.cfg.Secrets.Lookup(ctx, half.secret)
		if err != nil {
			return err
		}
		half.cmd.Stdin = bytes.NewReader([]byte(text.Reveal()))
		if err := f.send(ctx, h, half.cmd); err != nil {
			return fmt.Errorf("writing the certificate of %q: %w", owner, err)
		}
	}
	return nil
}

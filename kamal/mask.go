package kamal

import (
	"io"
	"sync"

	"github.com/kamal-go/kamal/internal/mask"
	"github.com/kamal-go/kamal/kamal/config"
)

// Mask puts [REDACTED] in place of every secret of four bytes or more that is
// known: one that was looked up, or could be had without running a command. It
// finds it in base64, hexadecimal digits and the usual escapes too, and each of
// its lines. Events, errors and pieces of results have that done; results that are
// given as a whole are as the hosts gave them.
func (d *Deployer) Mask(text string) string { return d.mask(text) }

func (d *Deployer) mask(text string) string { return d.masker().Text(text) }

// masker knows all secrets that are known so far.
func (d *Deployer) masker() *mask.Mask {
	if d.cfg.Secrets == nil {
		return nil
	}
	return d.run.masks.of(d.cfg.Secrets.Known())
}

// maskCache keeps the mask until more secrets are known.
type maskCache struct {
	mu    sync.Mutex
	known int
	mask  *mask.Mask
}

func (c *maskCache) of(secrets []config.Secret) *mask.Mask {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.mask == nil || c.known != len(secrets) {
		texts := make([]string, len(secrets))
		for i, s := range secrets {
			texts[i] = s.Reveal()
		}
		c.mask, c.known = mask.New(texts, config.Secret{}.String()), len(secrets)
	}
	return c.mask
}

// maskedWriter masks what is written on its way, also across writes.
type maskedWriter struct {
	d      *Deployer
	to     io.Writer
	stream mask.Stream
}

func (d *Deployer) masked(to io.Writer) *maskedWriter { return &maskedWriter{d: d, to: to} }

// Write implements io.Writer.
func (w *maskedWriter) Write(b []byte) (int, error) {
	m := w.d.masker()
	if m == nil {
		return w.to.Write(b)
	}
	if _, err := io.WriteString(w.to, w.stream.Next(m, string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// flush writes what was held back.
func (w *maskedWriter) flush() error {
	_, err := io.WriteString(w.to, w.stream.End(w.d.masker()))
	return err
}

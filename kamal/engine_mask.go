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
func (d *Deployer) Mask(text string) string { return d.orZero().mask(text) }

func (eng *engine) mask(text string) string { return eng.masker().Text(text) }

// masker knows all secrets that are known so far.
func (eng *engine) masker() *mask.Mask {
	if eng == nil || eng.cfg.Secrets == nil {
		return nil
	}
	return eng.run.masks.of(eng.cfg.Secrets.Known())
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
	eng    *engine
	to     io.Writer
	stream mask.Stream
}

func (eng *engine) masked(to io.Writer) *maskedWriter { return &maskedWriter{eng: eng, to: to} }

// Write implements io.Writer.
func (w *maskedWriter) Write(b []byte) (int, error) {
	m := w.eng.masker()
	if m == nil {
		return w.to.Write(b)
	}
	out := b
	if text := w.stream.Next(m, string(b)); text != string(b) { // seldom: the rest is not copied again
		out = []byte(text)
	}
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(b), nil
}

// flush writes what was held back.
func (w *maskedWriter) flush() error {
	_, err := io.WriteString(w.to, w.stream.End(w.eng.masker()))
	return err
}

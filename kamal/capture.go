package kamal

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kamal-go/kamal/kamal/config"
)

// captureLimit is how much of a command's output is kept.
const captureLimit = 16 << 20

// tailLimit is how much of standard error an error shows.
const tailLimit = 4 << 10

// maskedLength is the least length of a secret that is masked in texts: shorter
// ones would blot out ordinary words.
const maskedLength = 4

// capture keeps what a command prints, and tells of it line by line.
type capture struct {
	d      *Deployer
	host   config.Host
	stderr bool
	live   bool

	mu      sync.Mutex
	kept    bytes.Buffer
	pending []byte
}

// Write implements io.Writer.
func (c *capture) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if room := captureLimit - c.kept.Len(); room > 0 {
		c.kept.Write(b[:min(room, len(b))])
	}
	c.pending = append(c.pending, b...)
	if i := bytes.LastIndexAny(c.pending, "\n\r"); i >= 0 {
		c.tell(c.pending[:i+1])
		c.pending = append([]byte(nil), c.pending[i+1:]...)
	}
	return len(b), nil
}

// flush tells of a last line without end.
func (c *capture) flush() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.pending) > 0 {
		c.tell(c.pending)
		c.pending = nil
	}
}

func (c *capture) tell(b []byte) {
	c.d.emit(Output{Host: c.host, Text: c.d.mask(string(b)), Stderr: c.stderr, Live: c.live})
}

// text is all that was printed; it may hold secrets.
func (c *capture) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept.String()
}

// tail is the end of what was printed, secrets masked.
func (c *capture) tail() string {
	text := strings.TrimSpace(c.d.mask(c.text()))
	if len(text) <= tailLimit {
		return text
	}
	text = text[len(text)-tailLimit:]
	for len(text) > 0 && !utf8.RuneStart(text[0]) {
		text = text[1:]
	}
	return "..." + text
}

// maskedLine is the least length of one line of a secret that is masked by itself.
const maskedLine = 8

// Mask puts [REDACTED] in place of every secret of four characters or more that
// is known: one that was looked up, or could be had without running a command.
// Events and errors have that done; results of commands are as the hosts gave them.
func (d *Deployer) Mask(text string) string { return d.mask(text) }

// mask puts [REDACTED] in place of every secret that is known so far. Longer
// ones go first, for one may be part of another.
func (d *Deployer) mask(text string) string {
	if d.cfg.Secrets == nil {
		return text
	}
	var hidden []string
	for _, s := range d.cfg.Secrets.Known() {
		hidden = append(hidden, maskable(s.Reveal())...)
	}
	slices.SortStableFunc(hidden, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, h := range hidden {
		text = strings.ReplaceAll(text, h, config.Secret{}.String())
	}
	return text
}

// maskable are the texts that give a secret away: it, and each of its lines, for
// output comes line by line.
func maskable(secret string) []string {
	var texts []string
	if len(secret) >= maskedLength {
		texts = append(texts, secret)
	}
	if !strings.Contains(secret, "\n") {
		return texts
	}
	for line := range strings.Lines(secret) {
		if line = strings.TrimSpace(line); len(line) >= maskedLine {
			texts = append(texts, line)
		}
	}
	return texts
}

package kamal

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/kamal/config"
)

// The limits of what is kept of a command's output, in bytes: of text that is
// read for what it says, and of its end, which tells what went wrong.
const (
	keptLimit = 16 << 20
	tailLimit = 4 << 10
	endLimit  = 64 << 10
)

// keeping says how much of a command's output is wanted once it has ended.
type keeping int

const (
	keepNothing keeping = iota
	keepAll             // for its text; more than keptLimit is an error
	keepEnd             // its last lines, secrets masked
)

// capture tells of what a command prints line by line, and keeps what is wanted.
type capture struct {
	host config.Host
	told Printed // but for its text
	eng  *engine
	keep keeping
	raw  io.Writer // gets all, as it comes; may be nil

	mu     sync.Mutex
	ctx    context.Context
	waits  bool          // for begin
	early  []byte        // was printed before
	masked *maskedWriter // into lines
	lines  textline.Splitter
	tail   textline.Tail
	kept   kept
	err    error
}

func (eng *engine) capture(ctx context.Context, h config.Host, told Printed, keep keeping) *capture {
	c := &capture{ctx: ctx, host: h, eng: eng, told: told, keep: keep, tail: textline.Tail{Limit: tailLimit}}
	if keep == keepEnd {
		c.tail.Limit = endLimit
	}
	c.lines = textline.Splitter{Emit: c.tell}
	c.masked = eng.masked(&c.lines)
	return c
}

func (c *capture) tell(text string) {
	c.tail.Add(text)
	told := c.told
	told.Text = text
	c.eng.emit(c.ctx, c.host, told)
}

// begin says that the command has been told of, and which it is. The streams of a host
// overtake each other: what came before is told of now.
func (c *capture) begin(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ctx, c.waits = ctx, false
	if len(c.early) > 0 {
		_, _ = c.take(c.early) // its error is that of the end
		c.early = nil
	}
}

// Write implements io.Writer. It fails, and so ends the command, when there is
// more than can be kept.
func (c *capture) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waits {
		c.early = append(c.early, b...)
		return len(b), nil
	}
	return c.take(b)
}

func (c *capture) take(b []byte) (int, error) {
	if c.raw != nil {
		if n, err := c.raw.Write(b); err != nil {
			c.err = err
			return n, err
		}
	}
	if c.keep == keepAll {
		if n, err := c.kept.Write(b); err != nil {
			c.err = err
			return n, err
		}
	}
	n, err := c.masked.Write(b)
	if err != nil {
		c.err = err
	}
	return n, err
}

// handOn makes all that is printed go to a writer too, as it comes.
func (c *capture) handOn(to io.Writer) {
	if t, ok := to.(turn); ok && t.outlet.raw {
		c.raw = to
	} else if to != nil {
		c.masked.to = io.MultiWriter(to, &c.lines)
	}
}

// flush tells of a last line without end, and gives the reason why not all was
// taken.
func (c *capture) flush() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.masked.flush(); c.err == nil {
		c.err = err
	}
	c.lines.Flush()
	return c.err
}

// text is what was to be kept. All that was printed may hold secrets.
func (c *capture) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.keep == keepEnd {
		return c.tail.String()
	}
	return c.kept.String()
}

// end is the end of what was printed, secrets masked, without blanks around it.
func (c *capture) end() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.TrimSpace(c.tail.String())
}

package erb

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/kamal-go/kamal/internal/dotenv"
)

func dotenvLoad(c *call) value {
	h := newHash()
	for i := range c.args {
		c.loadDotenv(h, c.argText(i))
	}
	if len(c.args) == 0 {
		c.loadDotenv(h, ".env")
	}
	return h
}

// loadDotenv sets the variables of a file in ENV and in a hash. A variable of ENV that is set already keeps its
// value. A file that doesn't exist is passed over.
func (c *call) loadDotenv(h *hash, name string) {
	if _, err := os.Stat(c.path(name)); errors.Is(err, fs.ErrNotExist) {
		return
	}
	file, err := dotenv.Parse(name, []byte(c.readFile(c.path(name))), c.dotenvOptions())
	if err != nil {
		c.raiseErr("Dotenv::FormatError", err)
	}
	for _, key := range file.Names() {
		v, err := file.Value(c.ctx, key)
		if err != nil {
			c.raiseErr("Dotenv::FormatError", err)
		}
		c.put(h, key, c.text(v.Text))
		if _, set := c.env.Lookup(key); !set {
			c.env.Set(key, v.Text)
		}
	}
}

func (c *call) dotenvOptions() dotenv.Options {
	return dotenv.Options{
		Lookup: func(_ context.Context, name string) (dotenv.Value, bool, error) {
			v, ok := c.env.Lookup(name)
			return dotenv.Value{Text: v}, ok, nil
		},
		Run: func(_ context.Context, line string) (string, error) {
			out, err := c.run(line)
			return string(out), err
		},
	}
}

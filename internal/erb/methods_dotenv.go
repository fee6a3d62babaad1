package erb

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/kamal-go/kamal/internal/dotenv"
)

func dotenvMethods() methods {
	load := method{0, -1, func(c *call) value { return c.dotenv(false) }, true}
	over := method{0, -1, func(c *call) value { return c.dotenv(true) }, true}
	return methods{"load": load, "load!": load, "overload": over, "overload!": over, "parse": load}
}

func (c *call) dotenv(over bool) value {
	var names []string
	for _, arg := range c.flat(c.args, -1) {
		names = append(names, c.str(arg))
	}
	if len(names) == 0 {
		names = []string{".env"}
	}
	if v, ok := c.option("overwrite").(bool); ok {
		over = v
	}
	return c.loadDotenv(names, over)
}

// loadDotenv sets the variables of files in ENV. A variable that is set already keeps its value unless over is true.
// Files that don't exist are passed over, except for the methods that end in an exclamation mark.
func (c *call) loadDotenv(names []string, over bool) value {
	h := newHash()
	for _, name := range names {
		c.loadDotenvFile(h, name, over)
	}
	return h
}

func (c *call) loadDotenvFile(h *hash, name string, over bool) {
	if _, err := os.Stat(c.path(name)); errors.Is(err, fs.ErrNotExist) && c.name != "load!" && c.name != "overload!" {
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
		c.put(h, c.text(key), c.text(v))
		if _, set := c.env.Lookup(key); c.name != "parse" && (over || !set) {
			c.setEnv(key, c.text(v))
		}
	}
}

func (c *call) dotenvOptions() dotenv.Options {
	return dotenv.Options{
		Lookup: func(_ context.Context, name string) (string, bool, error) {
			v, ok := c.env.Lookup(name)
			return v, ok, nil
		},
		Run: func(_ context.Context, line string) (string, error) {
			out, err := c.run(line)
			return string(out), err
		},
	}
}

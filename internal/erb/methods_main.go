package erb

import (
	"fmt"
	"io"
	"maps"
	"strings"
)

// mainMethods are those that are called without a receiver.
func mainMethods() methods {
	table := methods{
		"require": {1, 1, mainRequire},
		"raise":   {0, -1, mainRaise},
		"puts":    {0, -1, mainPuts},
		"warn":    {0, -1, mainPuts},
		"print":   {0, -1, mainPrint},
		"p":       {1, 1, func(c *call) value { c.log(c.inspect(c.args[0]) + "\n"); return c.args[0] }},
		"URI":     {1, 1, addressParse},
		"abort":   {0, 1, mainRaise},
		"fail":    {0, -1, mainRaise},
		"loop":    {0, 0, mainLoop},
	}
	maps.Copy(table, convertMethods())
	return table
}

func mainLoop(c *call) value {
	for {
		c.step(1)
		c.yield()
	}
}

// loadable are the parts of Ruby's library that are here already, or change nothing that is.
const loadable = " dotenv dotenv/load yaml json uri date time erb shellwords pathname fileutils active_support active_support/all " +
	"active_support/core_ext active_support/core_ext/object/blank set English etc bundler/setup socket securerandom digest base64 tmpdir ostruct "

func mainRequire(c *call) value {
	name := c.argText(0)
	switch {
	case name == "dotenv/load":
		c.loadDotenv(newHash(), ".env")
	case !strings.Contains(loadable, " "+name+" ") && !strings.HasPrefix(name, "active_support/"):
		c.unsupported(fmt.Sprintf("requiring %q is not supported", name), "use ENV, File, YAML, JSON, URI or Time, or a command")
	}
	return true
}

func mainPuts(c *call) value {
	for _, arg := range c.args {
		items := []value{arg}
		if l, ok := arg.(*list); ok {
			items = l.items
		}
		for _, item := range items {
			c.log(strings.TrimSuffix(c.printed(item), "\n") + "\n")
		}
	}
	return nil
}

func mainPrint(c *call) value {
	for _, arg := range c.args {
		c.log(c.printed(arg))
	}
	return nil
}

func (e *evaluator) log(s string) {
	e.charge(len(s))
	if e.opts.Log == nil {
		return
	}
	if _, err := io.WriteString(e.opts.Log, s); err != nil {
		e.raiseErr("IOError", err)
	}
}

package erb

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

func mainMethods() methods {
	return methods{
		"require": {1, 1, mainRequire, false},
		"require_relative": {1, 1, func(c *call) value {
			c.unsupported("loading Ruby files is not supported", "write what the template needs into the template")
			return nil
		}, false},
		"load": {1, 2, func(c *call) value {
			c.unsupported("loading Ruby files is not supported", "write what the template needs into the template")
			return nil
		}, false},
		"raise":   {0, 3, mainRaise, false},
		"fail":    {0, 3, mainRaise, false},
		"abort":   {0, 1, func(c *call) value { c.raise("SystemExit", "%s", c.str(c.arg(0))); return nil }, false},
		"puts":    {0, -1, mainPuts, false},
		"warn":    {0, -1, mainPuts, false},
		"print":   {0, -1, mainPrint, false},
		"p":       {0, -1, mainInspect, false},
		"format":  {1, -1, mainFormat, false},
		"sprintf": {1, -1, mainFormat, false},
		"lambda":  {0, 0, mainLambda, false},
		"proc":    {0, 0, mainProc, false},
		"loop":    {0, 0, mainLoop, false},
	}
}

// loadable are the parts of Ruby's library that are here already.
const loadable = " dotenv dotenv/load yaml json uri date time erb shellwords pathname fileutils active_support active_support/all " +
	"active_support/core_ext active_support/core_ext/object/blank set English etc bundler/setup "

func mainRequire(c *call) value {
	name := c.argText(0)
	switch {
	case name == "dotenv/load":
		c.loadDotenv([]string{".env"}, false)
	case !strings.Contains(loadable, " "+name+" ") && !strings.HasPrefix(name, "active_support/"):
		c.unsupported(fmt.Sprintf("requiring %q is not supported", name), "use ENV, File, YAML, JSON, URI or Time, or a command")
	}
	return true
}

func mainRaise(c *call) value {
	problem := exception{"RuntimeError", "an error without a message"}
	switch v := c.arg(0).(type) {
	case *text:
		problem.message = v.s
	case constant:
		problem = exception{string(v), string(v)}
		if len(c.args) > 1 {
			problem.message = c.str(c.arg(1))
		}
	case exception:
		problem = v
	}
	panic(&raised{exception: problem, at: c.at})
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

func mainInspect(c *call) value {
	for _, arg := range c.args {
		c.log(c.inspect(arg) + "\n")
	}
	return c.arg(0)
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

func mainFormat(c *call) value {
	return c.text(c.format(c.argText(0), c.args[1:]))
}

func mainLambda(c *call) value {
	if c.block == nil || c.block.block == nil {
		c.unsupported("lambda without a block is not supported", "write -> (x) { ... }")
	}
	block := *c.block.block
	block.lambda = true
	return &proc{block: &block, frame: c.block.frame}
}

func mainProc(c *call) value {
	if c.block == nil {
		c.unsupported("proc without a block is not supported", "write -> (x) { ... }")
	}
	return c.block
}

func mainLoop(c *call) value {
	for {
		c.step(1)
		c.yield()
	}
}

func conversionMethods() methods {
	return methods{
		"Integer": {1, 2, convertInteger, true},
		"Float":   {1, 1, convertFloat, true},
		"URI":     {1, 1, addressParse, false},
		"String":  {1, 1, func(c *call) value { return c.text(c.str(c.arg(0))) }, false},
		"Array":   {1, 1, func(c *call) value { return &list{append([]value(nil), c.splat(c.arg(0))...)} }, false},
		"rand": {0, 1, func(c *call) value {
			c.unsupported("random numbers are not supported", "a configuration should be the same each time")
			return nil
		}, false},
	}
}

func convertInteger(c *call) value {
	switch v := c.arg(0).(type) {
	case int:
		return v
	case float64:
		return c.truncate(v)
	case *text:
		if len(c.args) > 1 {
			break
		}
		digits := strings.ReplaceAll(strings.TrimSpace(v.s), "_", "")
		if len(strings.TrimLeft(digits, "+-")) > 1 && strings.HasPrefix(strings.TrimLeft(digits, "+-"), "0") {
			break
		}
		if n, err := strconv.Atoi(digits); err == nil {
			return n
		}
		if c.option("exception") == false {
			return nil
		}
		c.raise("ArgumentError", "%q is no whole number", v.s)
	case nil:
		if c.option("exception") == false {
			return nil
		}
		c.argText(0)
	}
	c.unsupported("this use of Integer() is not supported", "use to_i")
	return nil
}

func convertFloat(c *call) value {
	switch v := c.arg(0).(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(c.argText(0)), 64)
	if err != nil {
		if c.option("exception") == false {
			return nil
		}
		c.raise("ArgumentError", "%q is no number", c.argText(0))
	}
	return n
}

package erb

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// convertMethods are the functions that make a value of another.
func convertMethods() methods {
	format := method{1, -1, func(c *call) value { return c.formatText(c.argText(0), c.args[1:]) }}
	return methods{
		"Integer": {1, 1, convertInteger},
		"Float":   {1, 1, convertFloat},
		"String":  {1, 1, func(c *call) value { return c.text(c.str(c.args[0])) }},
		"Array":   {1, 1, convertList},
		"format":  format,
		"sprintf": format,
	}
}

func floor(f float64) float64 { return math.Floor(f) }

func convertInteger(c *call) value {
	switch v := c.arg(0).(type) {
	case int:
		return v
	case float64:
		return c.whole(math.Trunc(v))
	case string:
		return c.integer(v)
	}
	c.refuse(0, "number")
	return nil
}

var (
	wholeText = regexp.MustCompile(`^[+-]?[1-9]\d*(_\d+)*$|^[+-]?0$`)
	floatText = regexp.MustCompile(`^[+-]?\d+(_\d+)*(\.\d+)?([eE][+-]?\d+)?$`)
)

// integer reads a whole number that a text is.
func (e *evaluator) integer(s string) value {
	s = strings.TrimFunc(s, isSpace)
	if strings.HasPrefix(strings.TrimLeft(s, "+-"), "0") && len(s) > 1 && wholeText.MatchString("1"+strings.TrimLeft(s, "+-0")) {
		e.unsupported("a number with a leading zero is not supported", "write it without")
	}
	if !wholeText.MatchString(s) {
		e.raise("ArgumentError", "%q is no whole number", s)
	}
	n, err := strconv.Atoi(strings.ReplaceAll(s, "_", ""))
	(&call{evaluator: e}).inRange(err == nil)
	return n
}

func convertFloat(c *call) value {
	if s, ok := c.arg(0).(string); ok {
		return c.floating(s)
	}
	return c.argFloat(0)
}

// floating reads a number that a text is.
func (e *evaluator) floating(s string) value {
	s = strings.TrimFunc(s, isSpace)
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
	if !floatText.MatchString(s) || err != nil {
		e.raise("ArgumentError", "%q is no number", s)
	}
	return f
}

func convertList(c *call) value {
	switch v := c.arg(0).(type) {
	case nil:
		return &list{}
	case *list:
		return v
	case *hash, *span:
		return &list{c.items(v)}
	}
	return &list{[]value{c.args[0]}}
}

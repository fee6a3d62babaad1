package erb

import (
	"strconv"
	"strings"
	"time"
)

func clockMethods() methods {
	return methods{
		"now": {0, 0, func(*call) value { return moment{time.Now()} }},
		"at":  {1, 1, func(c *call) value { return moment{time.Unix(int64(c.argInt(0)), 0)} }},
	}
}

func timeMethods() methods {
	return methods{
		"utc":      {0, 0, func(c *call) value { return moment{c.self.(moment).UTC()} }},
		"strftime": {1, 1, func(c *call) value { return c.text(c.strftime(c.self.(moment).Time, c.argText(0))) }},
		"year":     {0, 0, func(c *call) value { return c.self.(moment).Year() }},
		"month":    {0, 0, func(c *call) value { return int(c.self.(moment).Month()) }},
		"day":      {0, 0, func(c *call) value { return c.self.(moment).Day() }},
		"hour":     {0, 0, func(c *call) value { return c.self.(moment).Hour() }},
		"min":      {0, 0, func(c *call) value { return c.self.(moment).Minute() }},
		"to_i":     {0, 0, func(c *call) value { return int(c.self.(moment).Unix()) }},
	}
}

// timeFormats are the directives of strftime in Go's terms.
var timeFormats = map[byte]string{
	'Y': "2006", 'y': "06", 'm': "01", 'd': "02", 'H': "15", 'I': "03", 'M': "04", 'S': "05", 'p': "PM", 'P': "pm",
	'B': "January", 'b': "Jan", 'h': "Jan", 'A': "Monday", 'a': "Mon", 'j': "002", 'z': "-0700", 'Z': "MST", 'F': "2006-01-02",
	'T': "15:04:05", 'X': "15:04:05", 'D': "01/02/06", 'R': "15:04", 'e': "_2",
}

func (e *evaluator) strftime(t time.Time, format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		padded := true
		if format[i] == '-' && i+1 < len(format) {
			padded = false
			i++
		}
		s := e.timePart(t, format[i])
		if !padded {
			s = strings.TrimLeft(s[:len(s)-1], "0 ") + s[len(s)-1:]
		}
		b.WriteString(s)
	}
	return b.String()
}

func (e *evaluator) timePart(t time.Time, directive byte) string {
	switch directive {
	case '%':
		return "%"
	case 's':
		return strconv.FormatInt(t.Unix(), 10)
	}
	layout, ok := timeFormats[directive]
	if !ok {
		e.unsupported("%"+string(directive)+" in a format of time is not supported", "use %Y, %m, %d, %H, %M and %S")
	}
	return t.Format(layout)
}

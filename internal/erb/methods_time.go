package erb

import (
	"fmt"
	"strings"
	"time"
)

func (m moment) text() string {
	if m.Location() == time.UTC {
		return m.Format("2006-01-02 15:04:05 UTC")
	}
	return m.Format("2006-01-02 15:04:05 -0700")
}

func clockMethods() methods {
	now := method{0, 0, func(*call) value { return moment{time.Now()} }, false}
	return methods{
		"now":     now,
		"current": now,
		"at":      {1, 1, func(c *call) value { return moment{time.Unix(int64(c.argInt(0)), 0)} }, false},
	}
}

func dateMethods() methods {
	return methods{"today": {0, 0, func(c *call) value {
		c.unsupported("Date is not supported", `use Time.now.strftime("%Y-%m-%d")`)
		return nil
	}, false}}
}

func timeMethods() methods {
	utc := method{0, 0, func(c *call) value { return moment{c.self.(moment).UTC()} }, false}
	part := func(f func(time.Time) int) method {
		return method{0, 0, func(c *call) value { return f(c.self.(moment).Time) }, false}
	}
	return methods{
		"utc": utc, "getutc": utc, "gmtime": utc,
		"strftime":  {1, 1, func(c *call) value { return c.text(c.strftime(c.self.(moment).Time, c.argText(0))) }, false},
		"iso8601":   {0, 0, timeISO, false},
		"xmlschema": {0, 0, timeISO, false},
		"to_i":      part(func(t time.Time) int { return int(t.Unix()) }),
		"year":      part(time.Time.Year),
		"month":     part(func(t time.Time) int { return int(t.Month()) }),
		"day":       part(time.Time.Day),
		"hour":      part(time.Time.Hour),
		"min":       part(time.Time.Minute),
		"sec":       part(time.Time.Second),
		"yday":      part(time.Time.YearDay),
		"wday":      part(func(t time.Time) int { return int(t.Weekday()) }),
		"to_f":      {0, 0, func(c *call) value { return float64(c.self.(moment).UnixNano()) / 1e9 }, false},
		"+":         {1, 1, func(c *call) value { return moment{c.self.(moment).Add(time.Duration(c.argInt(0)) * time.Second)} }, false},
		"-":         {1, 1, timeMinus, false},
	}
}

func timeISO(c *call) value {
	return c.text(c.self.(moment).Format(time.RFC3339))
}

func timeMinus(c *call) value {
	if other, ok := c.arg(0).(moment); ok {
		return c.self.(moment).Sub(other.Time).Seconds()
	}
	return moment{c.self.(moment).Add(-time.Duration(c.argInt(0)) * time.Second)}
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
		return fmt.Sprint(t.Unix())
	case 'u':
		return fmt.Sprint((int(t.Weekday())+6)%7 + 1)
	case 'w':
		return fmt.Sprint(int(t.Weekday()))
	case 'V':
		_, week := t.ISOWeek()
		return fmt.Sprintf("%02d", week)
	case 'G':
		year, _ := t.ISOWeek()
		return fmt.Sprint(year)
	case 'L':
		return fmt.Sprintf("%03d", t.Nanosecond()/1e6)
	case 'N':
		return fmt.Sprintf("%09d", t.Nanosecond())
	}
	layout, ok := timeFormats[directive]
	if !ok {
		e.unsupported("%"+string(directive)+" in a format of time is not supported", "use %Y, %m, %d, %H, %M and %S")
	}
	return t.Format(layout)
}

package yaml11

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Value is something to write: a [Mapping], a [Sequence], a string, an int, an int64, a float64, a
// bool, or nil.
type Value any

// Mapping is a map in the order it is to be written.
type Mapping []Field

// Field is one pair of a [Mapping]. With Symbol its key is written as a Ruby symbol, :key.
type Field struct {
	Key    string
	Symbol bool
	Value  Value
}

// Sequence is a list to write.
type Sequence []Value

// Encode writes a value as one document that begins with three dashes, laid out as Ruby does. Text is
// quoted where it would be taken for something else; text of several lines becomes a block. [Parse]
// reads back the same value. A value of another type is an error, and nothing is written then.
func Encode(w io.Writer, v Value) error {
	e := &encoder{}
	e.out.WriteString("---")
	if err := e.child(v, 0, 0); err != nil {
		return err
	}
	if _, err := w.Write(e.out.Bytes()); err != nil {
		return fmt.Errorf("writing YAML: %w", err)
	}
	return nil
}

type encoder struct {
	out bytes.Buffer
}

// child writes what follows a key, or the three dashes. A list stands in the column of its key.
func (e *encoder) child(v Value, mapping, sequence int) error {
	switch v := v.(type) {
	case Mapping:
		if len(v) > 0 {
			e.out.WriteByte('\n')
			return e.fields(v, mapping, false)
		}
	case Sequence:
		if len(v) > 0 {
			e.out.WriteByte('\n')
			return e.entries(v, sequence, false)
		}
	}
	return e.scalar(v, mapping)
}

// fields writes the pairs of a map. Inline, the first one goes on the line that was begun.
func (e *encoder) fields(m Mapping, indent int, inline bool) error {
	for i, field := range m {
		if i > 0 || !inline {
			e.pad(indent)
		}
		e.out.WriteString(quoteKey(field) + ":")
		if err := e.child(field.Value, indent+2, indent); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) entries(s Sequence, indent int, inline bool) error {
	for i, entry := range s {
		if i > 0 || !inline {
			e.pad(indent)
		}
		e.out.WriteByte('-')
		if err := e.entry(entry, indent+2); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) entry(v Value, indent int) error {
	switch v := v.(type) {
	case Mapping:
		if len(v) > 0 {
			e.out.WriteByte(' ')
			return e.fields(v, indent, true)
		}
	case Sequence:
		if len(v) > 0 {
			e.out.WriteByte(' ')
			return e.entries(v, indent, true)
		}
	}
	return e.scalar(v, indent)
}

func (e *encoder) pad(indent int) {
	e.out.WriteString(strings.Repeat(" ", indent))
}

func (e *encoder) scalar(v Value, indent int) error {
	text := ""
	switch v := v.(type) {
	case nil:
		e.out.WriteByte('\n')
		return nil
	case Mapping:
		text = "{}"
	case Sequence:
		text = "[]"
	case string:
		text = quote(v, max(indent, 2))
	case int:
		text = strconv.Itoa(v)
	case int64:
		text = strconv.FormatInt(v, 10)
	case float64:
		text = floatScalar(v)
	case bool:
		text = strconv.FormatBool(v)
	default:
		return fmt.Errorf("writing YAML: unsupported type %T", v)
	}
	e.out.WriteString(" " + text + "\n")
	return nil
}

func floatScalar(f float64) string {
	switch {
	case math.IsNaN(f):
		return ".nan"
	case math.IsInf(f, 0):
		return strings.Replace(formatFloat(f), "Infinity", ".inf", 1)
	}
	return formatFloat(f)
}

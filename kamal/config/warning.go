package config

import "fmt"

// Warning is something odd in a configuration that is no error.
type Warning struct {
	// File, Line and Column say where; Line is 0 when it is about no one place.
	File         string
	Line, Column int
	Message      string
}

// String is the message behind its place: "config/deploy.yml:3:5: ...".
func (w Warning) String() string {
	switch {
	case w.File == "":
		return w.Message
	case w.Line == 0:
		return w.File + ": " + w.Message
	case w.Column == 0:
		return fmt.Sprintf("%s:%d: %s", w.File, w.Line, w.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", w.File, w.Line, w.Column, w.Message)
}

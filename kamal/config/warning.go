package config

import "fmt"

// Warning is something odd in a configuration that is no error.
type Warning struct {
	// File, Line and Column say where; Line is 0 when it is about no one place.
	File         string
	Line, Column int
	Message      string
	// Fix is what to type about it, where that is known.
	Fix string
}

// String is the message behind its place, and what to type behind it:
// "config/deploy.yml:3:5: ...".
func (w Warning) String() string {
	text := w.Message
	if w.Fix != "" {
		text += ": " + w.Fix
	}
	switch {
	case w.File == "":
		return text
	case w.Line == 0:
		return w.File + ": " + text
	case w.Column == 0:
		return fmt.Sprintf("%s:%d: %s", w.File, w.Line, text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", w.File, w.Line, w.Column, text)
}

package erb

import (
	"errors"
	"fmt"
	"strings"
)

// ErrLimit is what errors wrap when a template does too much: too many steps, too deep a nesting, too much
// text. Such a template is not handed to Ruby.
var ErrLimit = errors.New("the template does too much")

// Position is a place in a template.
type Position struct {
	File   string // as given in the options
	Line   int    // counted from 1
	Column int    // counted from 1, in bytes
	Tag    string // the text of the tag, from "<%" to "%>"
}

// String returns file, line and column in the form "config/deploy.yml:3:7".
func (p Position) String() string {
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// UnsupportedError says that a template uses Ruby which this package does not understand.
type UnsupportedError struct {
	Position
	What    string // what is not supported
	Instead string // what to write instead
	Ruby    error  // why the ruby of this machine could not help; nil when it was not asked
}

// Error names the place, the tag, what is not supported, and what to write instead.
func (e *UnsupportedError) Error() string {
	text := fmt.Sprintf("%s: in %s: %s", e.Position, shorten(e.Tag), e.What)
	if e.Instead != "" {
		text += "; " + e.Instead
	}
	if e.Ruby != nil {
		text += "; " + e.Ruby.Error()
	}
	return text
}

// Unwrap returns why Ruby could not help.
func (e *UnsupportedError) Unwrap() error {
	return e.Ruby
}

// RaiseError says that a template failed: it raised an error, or something it did raised one in Ruby's
// terms, such as asking ENV.fetch for a variable that is not set.
type RaiseError struct {
	Position
	Class   string // Ruby's name for the kind of error, "KeyError" for example
	Message string
	Name    string // the environment variable that is missing, when that is the cause; else empty
	Err     error  // the cause, such as an error of the file system; may be nil
}

// Error names the place, the tag and what went wrong.
func (e *RaiseError) Error() string {
	return fmt.Sprintf("%s: in %s: %s", e.Position, shorten(e.Tag), e.Message)
}

// Unwrap returns the cause.
func (e *RaiseError) Unwrap() error {
	return e.Err
}

// shorten makes a tag fit into one line of a message.
func shorten(tag string) string {
	const limit = 80
	line := strings.Join(strings.Fields(tag), " ")
	if runes := []rune(line); len(runes) > limit {
		return string(runes[:limit-5]) + "... %>"
	}
	return line
}

package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// FieldError is one problem of a configuration.
type FieldError struct {
	// File, Line and Column say where, counted from 1. Line is 0 when it is about
	// the whole file; File is empty for a [Spec].
	File         string
	Line, Column int
	// Path leads to the key, as accessories/db/image; items of lists count from 0.
	Path string
	// Message says what is wrong, in one line.
	Message string
	// Suggestion says what to do about it, or is empty.
	Suggestion string

	excerpt string
	order   int // of the file
}

// Error gives place, message and suggestion in one line.
func (e *FieldError) Error() string {
	if e.File == "" && e.Path != "" {
		return e.inGo()
	}
	where := cmp.Or(e.File, "configuration")
	if e.Line > 0 {
		where += fmt.Sprintf(":%d", e.Line)
		if e.Column > 0 {
			where += fmt.Sprintf(":%d", e.Column)
		}
	}
	return where + ": " + e.advised()
}

// inGo names the key that a problem of a Spec is about, unless the message does.
func (e *FieldError) inGo() string {
	if strings.HasPrefix(e.Message, e.Path+" ") {
		return e.advised()
	}
	return e.Path + ": " + e.advised()
}

func (e *FieldError) advised() string {
	if e.Suggestion == "" {
		return e.Message
	}
	return e.Message + " (" + e.Suggestion + ")"
}

// Problems are all problems of a configuration, in the order of the files; of
// very many, the first hundred that were found.
type Problems []*FieldError

// Error gives all problems, each followed by its excerpt.
func (p Problems) Error() string {
	var lines []string
	for _, e := range p {
		lines = append(lines, e.Error())
		if e.excerpt != "" {
			lines = append(lines, e.excerpt)
		}
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the problems one by one.
func (p Problems) Unwrap() []error {
	errs := make([]error, len(p))
	for i, e := range p {
		errs[i] = e
	}
	return errs
}

// sorted gives the problems in the order of the files, each once.
func (p Problems) sorted() Problems {
	slices.SortStableFunc(p, func(a, b *FieldError) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(p, func(e *FieldError) bool {
		line := e.Error()
		defer func() { seen[line] = true }()
		return seen[line]
	})
}

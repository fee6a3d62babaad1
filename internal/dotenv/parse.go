package dotenv

import (
	"context"
	"fmt"
	"strings"
)

// Limits of what Parse accepts.
const (
	// MaxSize is the size of a text, in bytes.
	MaxSize = 1 << 20
	// MaxLines is the number of lines that define a name.
	MaxLines = 10_000
)

// Options say where values that are not in the file come from. The zero value knows no variables and
// refuses commands.
type Options struct {
	// Lookup gives the value of a name that no earlier line defines: of other files, of the
	// environment. It may be called concurrently, and must not ask this file. Nil knows no names.
	Lookup func(ctx context.Context, name string) (value string, ok bool, err error)
	// Run gives what a shell command prints; an error where it fails. Variables in it are replaced
	// already. It may be called concurrently. Nil makes every command an error.
	Run func(ctx context.Context, command string) (string, error)
	// Secrets is called instead of Run with commands whose first two words are kamal and secrets. Nil
	// leaves them to Run.
	Secrets func(ctx context.Context, command string) (string, error)
}

// Warning is a line that surely means something else than it says. It never shows a value.
type Warning struct {
	File string
	Line int
	Msg  string
}

// String gives file, line and message on one line.
func (w Warning) String() string {
	return fmt.Sprintf("%s:%d: %s", w.File, w.Line, w.Msg)
}

// Parse reads a text without evaluating anything. The file is used for messages only. It fails for a
// text beyond [MaxSize] or [MaxLines] only.
func Parse(file string, text []byte, options Options) (*File, error) {
	if len(text) > MaxSize {
		return nil, fmt.Errorf("reading %q: larger than 1 MiB", file)
	}
	clean := strings.TrimPrefix(string(text), "\ufeff")
	clean = strings.ReplaceAll(strings.ReplaceAll(clean, "\r\n", "\n"), "\r", "\n")
	f := &File{name: file, options: options, last: map[string]*entry{}}
	f.scan(clean)
	if len(f.entries) > MaxLines {
		return nil, fmt.Errorf("reading %q: more than %d lines with names", file, MaxLines)
	}
	return f, nil
}

// scan goes from line to line. A line that is no assignment is skipped; an assignment may end lines
// further down.
func (f *File) scan(text string) {
	line := 1
	for start := 0; start < len(text); {
		found, ok := matchLine(text, start)
		if !ok {
			key := skip(text, start, whitespace)
			line += strings.Count(text[start:key], "\n")
			if key < len(text) && text[key] != '#' {
				f.warn(line, "this line is skipped, it is no NAME=value")
			}
			line, start = line+1, endOfLine(text, key)+1
			continue
		}
		f.add(found, line+strings.Count(text[start:found.key], "\n"))
		end := found.end
		if end < len(text) && text[end-1] != '\n' {
			end++
		}
		line += strings.Count(text[start:end], "\n")
		start = end
	}
}

func (f *File) add(found assignment, line int) {
	e := &entry{file: f, name: found.name, line: line, token: make(chan struct{}, 1), earlier: f.last[found.name], index: len(f.entries)}
	f.entries = append(f.entries, e)
	if e.earlier == nil {
		f.names = append(f.names, e.name)
	}
	f.last[e.name] = e
	e.take(found)
	f.doubt(e)
}

func (f *File) warn(line int, msg string) {
	f.warnings = append(f.warnings, Warning{File: f.name, Line: line, Msg: msg})
}

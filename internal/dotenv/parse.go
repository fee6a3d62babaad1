package dotenv

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
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
	// environment. Gaps that have no line get that of who asks. It may be called concurrently, and must not
	// ask this file. Nil knows no names.
	Lookup func(ctx context.Context, name string) (value Value, ok bool, err error)
	// Run gives what a shell command prints; an error where it fails. Variables in it are replaced
	// already. Nil makes every command an error.
	Run func(ctx context.Context, command string) (string, error)
	// Guard says that Run's shell is a POSIX one. A variable without a value then stands in a command as a form
	// that ends the shell, or that the shell fills in where the variable is its own; but for single quotes, and
	// commands whose first two words are kamal and secrets. Without Guard it is replaced by nothing, and the
	// value has a gap.
	Guard bool
	// Failed is told of a command that failed though nobody needed its line, when it was run for those below.
	// It may be nil.
	Failed func(*LineError)
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
// text beyond [MaxSize] or [MaxLines], and with a [*LineError] that wraps [ErrShell] for lines of a shell script.
func Parse(file string, text []byte, options Options) (*File, error) {
	if len(text) > MaxSize {
		return nil, fmt.Errorf("reading %q: larger than 1 MiB", file)
	}
	clean := strings.TrimPrefix(string(text), "\ufeff")
	clean = strings.ReplaceAll(strings.ReplaceAll(clean, "\r\n", "\n"), "\r", "\n")
	f := &File{name: file, options: options, last: map[string]*entry{}, token: make(chan struct{}, 1)}
	f.scan(clean)
	if err := f.shellError(); err != nil {
		return nil, err
	}
	f.doubled()
	slices.SortStableFunc(f.warnings, func(a, b Warning) int { return cmp.Compare(a.Line, b.Line) })
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
				f.skip(line, text[key:endOfLine(text, key)])
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
	e := &entry{file: f, name: found.name, line: line, earlier: f.last[found.name], index: len(f.entries)}
	e.take(found)
	if what := e.script(); what != "" {
		f.shell = append(f.shell, shellLine{line, what})
		return
	}
	f.entries = append(f.entries, e)
	if e.earlier == nil {
		f.names = append(f.names, e.name)
	}
	f.last[e.name] = e
	f.doubt(e)
}

// skip passes over a line that is no assignment.
func (f *File) skip(line int, text string) {
	if what := scriptLine(text); what != "" {
		f.shell = append(f.shell, shellLine{line, what})
		return
	}
	f.warn(line, "this line is skipped, it is no NAME=value; a command that must run is written as NAME=$(command)")
}

func (f *File) warn(line int, msg string) {
	f.warnings = append(f.warnings, Warning{File: f.name, Line: line, Msg: msg})
}

// doubled warns of names that get different texts. A line that refers to its own name means the one above.
func (f *File) doubled() {
	for _, name := range f.names {
		var lines []string
		differ := false
		for e := f.last[name]; e != nil; e = e.earlier {
			if e.inherit {
				continue
			}
			lines = append(lines, strconv.Itoa(e.line))
			above := e.earlier
			differ = differ || above != nil && !e.refersTo(name) && (e.raw != above.raw || e.quote != above.quote)
		}
		if differ {
			slices.Reverse(lines)
			last := len(lines) - 1
			f.warn(f.last[name].line, fmt.Sprintf("%s is set more than once, in lines %s and %s: the last one counts", name, strings.Join(lines[:last], ", "), lines[last]))
		}
	}
}

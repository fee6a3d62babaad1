package sshconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/kamal-go/kamal/internal/regular"
)

const (
	maxIncludeDepth = 16
	maxIncluded     = 1000
	maxFileSize     = 1 << 20
)

// reader goes through the files once and keeps what applies to the query.
type reader struct {
	query    Query
	values   values
	notes    []string
	included int
}

// place is where the reader is: a file, its folder for includes, how deep.
type place struct {
	file, dir string
	line      int
	depth     int
}

func (r *reader) note(at place, format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf("%s:%d: ", at.file, at.line)+fmt.Sprintf(format, args...))
}

func (r *reader) readFile(path, dir string, optional bool) error {
	text, err := readLimited(path)
	if optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading ssh configuration %q: %w", path, err)
	}
	r.read(text, place{file: path, dir: dir}, true)
	return nil
}

// read goes through one file. Where it is included from a block that does not
// apply, parent is false, and no Host or Match inside can change that.
func (r *reader) read(text string, at place, parent bool) {
	active := parent
	for line := range strings.Lines(text) {
		at.line++
		line = strings.Trim(line, blanks)
		if line == "" || line[0] == '#' {
			continue
		}
		keyword, rest := cutKeyword(line)
		if wholeLine[keyword] {
			if active && rest != "" {
				r.values.set(keyword, []string{rest})
			}
			continue
		}
		args, err := splitWords(rest)
		if err != nil || len(args) == 0 || args[0] == "" {
			r.noteBroken(at, keyword, err)
			if keyword == "host" || keyword == "match" {
				active = false
			}
			continue
		}
		switch keyword {
		case "host":
			active = parent && MatchList(r.query.Host, args)
		case "match":
			active = parent && r.match(at, args)
		case "include":
			r.include(at, args, active)
		default:
			if active {
				r.values.set(keyword, args)
			}
		}
	}
}

func (r *reader) noteBroken(at place, keyword string, err error) {
	if err == nil {
		err = errors.New("a value is missing")
	}
	r.note(at, "leaving out %q: %v", keyword, err)
}

func (r *reader) include(at place, patterns []string, active bool) {
	if at.depth >= maxIncludeDepth {
		r.note(at, "leaving out Include: files include each other more than %d deep", maxIncludeDepth)
		return
	}
	for _, pattern := range patterns {
		pattern = r.query.tilde(r.query.environment(pattern))
		if !filepath.IsAbs(pattern) {
			pattern = filepath.Join(at.dir, pattern)
		}
		files, err := filepath.Glob(pattern)
		if err != nil {
			r.note(at, "leaving out Include %q: %v", pattern, err)
		}
		for _, file := range files {
			r.includeFile(at, file, active)
		}
	}
}

func (r *reader) includeFile(at place, file string, active bool) {
	if r.included++; r.included > maxIncluded {
		r.note(at, "leaving out %q: more than %d files are included", file, maxIncluded)
		return
	}
	text, err := readLimited(file)
	if err != nil {
		r.note(at, "leaving out %q: %v", file, err)
		return
	}
	r.read(text, place{file: file, dir: at.dir, depth: at.depth + 1}, active)
}

// readLimited reads a file of limited size. Its error leaves the path out.
func readLimited(path string) (string, error) {
	text, err := regular.ReadFile(path, maxFileSize)
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return string(text), err
}

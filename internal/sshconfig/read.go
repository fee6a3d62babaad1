package sshconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

const (
	maxIncludeDepth = 16
	maxIncluded     = 1000
)

// reader goes through the files once and keeps what applies to the query.
type reader struct {
	files    *Files
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
	lines, err := r.files.lines(path)
	if optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading ssh configuration %q: %w", path, err)
	}
	r.read(lines, place{file: path, dir: dir}, true)
	return nil
}

// read goes through one file. Where it is included from a block that does not
// apply, parent is false, and no Host or Match inside can change that.
func (r *reader) read(lines []line, at place, parent bool) {
	active := parent
	for i := range lines {
		l := &lines[i]
		at.line = l.number
		if l.broken != nil {
			r.noteBroken(at, l.keyword, l.broken)
			if l.keyword == "host" || l.keyword == "match" {
				active = false
			}
			continue
		}
		switch l.keyword {
		case "host":
			active = parent && MatchList(r.query.Host, l.args)
		case "match":
			active = parent && r.match(at, l.args)
		case "include":
			r.include(at, l.args, active)
		default:
			if active {
				r.values.set(l.keyword, l.args)
			}
		}
	}
}

func (r *reader) noteBroken(at place, keyword string, err error) {
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
	lines, err := r.files.lines(file)
	if err != nil {
		r.note(at, "leaving out %q: %v", file, err)
		return
	}
	r.read(lines, place{file: file, dir: at.dir, depth: at.depth + 1}, active)
}

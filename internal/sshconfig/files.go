package sshconfig

import (
	"errors"
	"io/fs"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/regular"
)

// maxFileSize is how large one file may be.
const maxFileSize = 1 << 20

// Files are configuration files that are read once, however many hosts are asked
// for. The zero value is ready; its methods may be called concurrently.
type Files struct {
	mu   sync.Mutex
	read map[string]contents
}

// contents is what a file holds, or why it can't be read.
type contents struct {
	lines []line
	err   error
}

// line is one that says something.
type line struct {
	number  int
	keyword string
	args    []string
	broken  error // why it is to be left out
}

func (f *Files) lines(path string) ([]line, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, ok := f.read[path]
	if !ok {
		if f.read == nil {
			f.read = map[string]contents{}
		}
		var text string
		if text, c.err = readLimited(path); c.err == nil {
			c.lines = splitLines(text)
		}
		f.read[path] = c
	}
	return c.lines, c.err
}

func splitLines(text string) []line {
	var lines []line
	number := 0
	for text := range strings.Lines(text) {
		number++
		text = strings.Trim(text, blanks)
		if text == "" || text[0] == '#' {
			continue
		}
		keyword, rest := cutKeyword(text)
		l := line{number: number, keyword: keyword}
		switch {
		case !wholeLine[keyword]:
			l.args, l.broken = splitWords(rest)
			if l.broken == nil && (len(l.args) == 0 || l.args[0] == "") {
				l.broken = errors.New("a value is missing")
			}
		case rest != "":
			l.args = []string{rest}
		default:
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

// readLimited reads a file of limited size. Its error leaves the path out.
func readLimited(path string) (string, error) {
	text, err := regular.ReadFile(path, maxFileSize)
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return string(text), err
}

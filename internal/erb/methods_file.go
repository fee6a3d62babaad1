package erb

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxFile is how large a file may be that a template reads.
const maxFile = 4 << 20

func fileMethods() methods {
	return methods{
		"read":       {1, 1, func(c *call) value { return c.text(c.readFile(c.pathOf(0))) }, true},
		"binread":    {1, 1, func(c *call) value { return c.text(c.readFile(c.pathOf(0))) }, false},
		"readlines":  {1, 1, fileLines, true},
		"foreach":    {1, 1, fileForEach, true},
		"exist?":     {1, 1, func(c *call) value { _, ok := c.stat(0); return ok }, false},
		"exists?":    {1, 1, func(c *call) value { _, ok := c.stat(0); return ok }, false},
		"file?":      {1, 1, func(c *call) value { info, ok := c.stat(0); return ok && info.Mode().IsRegular() }, false},
		"readable?":  {1, 1, func(c *call) value { _, ok := c.stat(0); return ok }, false},
		"directory?": {1, 1, func(c *call) value { info, ok := c.stat(0); return ok && info.IsDir() }, false},
		"size":       {1, 1, fileSize, false},
		"zero?":      {1, 1, func(c *call) value { info, ok := c.stat(0); return ok && info.Size() == 0 }, false},
		"empty?":     {1, 1, func(c *call) value { info, ok := c.stat(0); return ok && info.Size() == 0 }, false},
		"mtime":      {1, 1, fileTime, false},
		"realpath":   {1, 1, func(c *call) value { return c.text(filepath.ToSlash(c.path(c.pathOf(0)))) }, false},
	}
}

// pathOf returns an argument that names a file.
func (c *call) pathOf(i int) string {
	return c.argText(i)
}

// path makes the name of a file absolute, starting at the project folder.
func (e *evaluator) path(name string) string {
	if strings.ContainsRune(name, 0) {
		e.raise("ArgumentError", "the name of a file contains a null byte")
	}
	if strings.HasPrefix(name, "~") {
		return e.home(name)
	}
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(e.folder(), name)
}

// home puts the home folder in place of a tilde.
func (e *evaluator) home(name string) string {
	home, ok := e.env.Lookup("HOME")
	if rest := name[1:]; ok && (rest == "" || rest[0] == '/') {
		return filepath.Join(home, rest)
	}
	e.unsupported("the home folder of another user, or without HOME, is not supported", "write the whole path")
	return ""
}

func absolute(dir string) (string, error) {
	return filepath.Abs(dir)
}

// readFile reads a file of limited size. A tilde means nothing when reading, as in Ruby.
func (e *evaluator) readFile(name string) string {
	file, err := e.open(name)
	if err != nil {
		e.raiseErr(errno(err), fileError(name, err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		e.raiseErr(errno(err), fileError(name, err))
	}
	if len(data) > maxFile {
		panic(&limitError{e.at, "it reads a file that is too large"})
	}
	return string(data)
}

func (e *evaluator) open(name string) (*os.File, error) {
	path := e.literalPath(name)
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	// Opening a named pipe would wait for its other end.
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("not a regular file")}
	}
	return os.Open(path)
}

func (e *evaluator) literalPath(name string) string {
	if strings.HasPrefix(name, "~") {
		return filepath.Join(e.folder(), name)
	}
	return e.path(name)
}

// fileError says what went wrong with a file, under the name that the template gave it.
func fileError(name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return &fs.PathError{Op: "reading", Path: name, Err: path.Err}
	}
	return err
}

// errno is Ruby's class for an error of the file system.
func errno(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "Errno::ENOENT"
	case errors.Is(err, fs.ErrPermission):
		return "Errno::EACCES"
	}
	return "IOError"
}

func (c *call) stat(i int) (fs.FileInfo, bool) {
	c.step(10)
	info, err := os.Stat(c.literalPath(c.pathOf(i)))
	return info, err == nil
}

func fileLines(c *call) value {
	return c.texts(splitLines(c.readFile(c.pathOf(0)), truthy(c.option("chomp"))))
}

func fileForEach(c *call) value {
	lines := c.texts(splitLines(c.readFile(c.pathOf(0)), truthy(c.option("chomp"))))
	if c.block == nil {
		return lines
	}
	for _, line := range lines.items {
		c.yield(line)
	}
	return nil
}

func (c *call) mustStat(i int) fs.FileInfo {
	info, err := os.Stat(c.literalPath(c.pathOf(i)))
	if err != nil {
		c.raiseErr(errno(err), fileError(c.pathOf(i), err))
	}
	return info
}

func fileSize(c *call) value {
	return int(c.mustStat(0).Size())
}

func fileTime(c *call) value {
	return moment{c.mustStat(0).ModTime()}
}

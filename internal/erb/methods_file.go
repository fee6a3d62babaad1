package erb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/internal/regular"
)

// maxFile is how large a file may be that a template reads.
const maxFile = regular.MaxText

func fileMethods() methods {
	return methods{
		"read":        {1, 1, func(c *call) value { return c.text(c.readFile(c.argText(0))) }},
		"readlines":   {1, 1, func(c *call) value { return c.texts(splitLines(c.readFile(c.argText(0)))) }},
		"exist?":      {1, 1, fileExists},
		"join":        {1, -1, fileJoin},
		"expand_path": {1, 2, fileExpand},
		"basename":    {1, 2, fileBase},
		"dirname":     {1, 1, func(c *call) value { return c.text(path.Dir(c.argText(0))) }},
		"file?": {1, 1, func(c *call) value {
			info, err := os.Stat(c.literalPath(c.argText(0)))
			return err == nil && info.Mode().IsRegular()
		}},
		"directory?": {1, 1, func(c *call) value {
			info, err := os.Stat(c.literalPath(c.argText(0)))
			return err == nil && info.IsDir()
		}},
	}
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

// readFile reads a file of limited size. A tilde means nothing when reading, as in Ruby.
func (e *evaluator) readFile(name string) string {
	data, err := regular.ReadFile(e.literalPath(name), maxFile)
	if errors.Is(err, regular.ErrTooLarge) {
		panic(&limitError{e.at, fmt.Sprintf("it reads %q, a file of more than %d MiB", name, maxFile>>20)})
	}
	if err != nil {
		e.raiseErr(errno(err), fileError(name, err))
	}
	return string(data)
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

func fileExists(c *call) value {
	c.step(10)
	_, err := os.Stat(c.literalPath(c.argText(0)))
	return err == nil
}

func fileJoin(c *call) value {
	joined := c.argText(0)
	for i := 1; i < len(c.args); i++ {
		part := c.argText(i)
		if strings.HasPrefix(part, "/") {
			joined = strings.TrimRight(joined, "/") + part
		} else {
			joined = strings.TrimSuffix(joined, "/") + "/" + part
		}
		c.charge(len(joined))
	}
	return c.text(joined)
}

func fileExpand(c *call) value {
	name := c.argText(0)
	if c.arg(1) != nil && !filepath.IsAbs(name) && !strings.HasPrefix(name, "~") {
		name = filepath.Join(c.path(c.argText(1)), name)
	}
	return c.text(filepath.ToSlash(c.path(name)))
}

func fileBase(c *call) value {
	name := c.argText(0)
	if name == "" {
		return ""
	}
	base := path.Base(name)
	if len(c.args) == 1 {
		return c.text(base)
	}
	suffix := c.argText(1)
	if strings.Contains(suffix, "*") {
		c.unsupported("basename with this suffix is not supported", "write the suffix itself")
	}
	if cut := strings.TrimSuffix(base, suffix); cut != "" {
		base = cut
	}
	return c.text(base)
}

func folderMethods() methods {
	glob := method{1, 1, func(c *call) value { return c.texts(c.glob(c.argText(0))) }}
	return methods{
		"pwd":  {0, 0, func(c *call) value { return c.text(filepath.ToSlash(c.folder())) }},
		"glob": glob,
		"[]":   glob,
	}
}

// glob finds files by a pattern with *, ? and characters in brackets, below the project folder.
func (c *call) glob(pattern string) []string {
	if _, err := path.Match(pattern, ""); err != nil || foreignGlob.MatchString(pattern) || filepath.IsAbs(pattern) {
		c.unsupported("this pattern for files is not supported", "use only * and ?, below the project folder")
	}
	names := []string{""}
	for i, part := range strings.Split(pattern, "/") {
		var next []string
		for _, folder := range names {
			if i > 0 {
				folder += "/"
			}
			next = append(next, c.globPart(folder, part)...)
		}
		names = next
	}
	return names
}

// foreignGlob finds in patterns what Ruby and Go understand differently.
var foreignGlob = regexp.MustCompile(`[{}\\~^!\x00]|\*\*|//|/$|^$|(^|/)\.[^/]*[*?\[]`)

// globPart finds the names in a folder that one part of a pattern stands for.
func (c *call) globPart(folder, part string) []string {
	c.step(10)
	if !strings.ContainsAny(part, "*?[]") {
		name := folder + part
		if _, err := os.Stat(filepath.Join(c.folder(), name)); err != nil {
			return nil
		}
		return []string{name}
	}
	var found []string
	// A folder that can't be read holds nothing, as in Ruby.
	entries, _ := os.ReadDir(filepath.Join(c.folder(), folder))
	for _, entry := range entries {
		c.step(1)
		hidden := strings.HasPrefix(entry.Name(), ".") && !strings.HasPrefix(part, ".")
		if ok, err := path.Match(part, entry.Name()); err == nil && ok && !hidden {
			found = append(found, folder+entry.Name())
		}
	}
	return found
}

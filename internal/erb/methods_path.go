package erb

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

func fileNameMethods() methods {
	return methods{
		"join":          {0, -1, pathJoin, false},
		"expand_path":   {1, 2, pathExpand, false},
		"absolute_path": {1, 2, pathExpand, false},
		"basename":      {1, 2, pathBase, false},
		"dirname":       {1, 1, pathFolder, false},
		"extname":       {1, 1, pathExtension, false},
	}
}

func pathJoin(c *call) value {
	joined := ""
	for i, arg := range c.flat(c.args, -1) {
		t, ok := plain(arg).(*text)
		if !ok {
			(&call{evaluator: c.evaluator, name: "File.join", args: []value{arg}}).argText(0)
			continue
		}
		if i == 0 {
			joined = t.s
			continue
		}
		if strings.HasPrefix(t.s, "/") {
			joined = strings.TrimRight(joined, "/") + t.s
		} else {
			joined = strings.TrimSuffix(joined, "/") + "/" + t.s
		}
		c.charge(len(joined))
	}
	return c.text(joined)
}

func pathExpand(c *call) value {
	name := c.pathOf(0)
	if len(c.args) > 1 && c.arg(1) != nil && !filepath.IsAbs(name) && !strings.HasPrefix(name, "~") {
		name = filepath.Join(c.path(c.pathOf(1)), name)
	}
	return c.text(filepath.ToSlash(c.path(name)))
}

func pathBase(c *call) value {
	name := c.pathOf(0)
	if name == "" {
		return c.text("")
	}
	base := path.Base(name)
	if len(c.args) > 1 {
		suffix := c.argText(1)
		if suffix == ".*" {
			suffix = extension(base)
		}
		if cut := strings.TrimSuffix(base, suffix); cut != "" {
			base = cut
		}
	}
	return c.text(base)
}

func pathFolder(c *call) value {
	name := strings.TrimRight(c.pathOf(0), "/")
	if name == "" && c.pathOf(0) != "" {
		return c.text("/")
	}
	i := strings.LastIndexByte(name, '/')
	if i < 0 {
		return c.text(".")
	}
	if folder := strings.TrimRight(name[:i], "/"); folder != "" {
		return c.text(folder)
	}
	return c.text("/")
}

func pathExtension(c *call) value {
	return c.text(extension(path.Base(c.pathOf(0))))
}

// extension is the part from the last dot on; a dot at the begin or end does not count.
func extension(base string) string {
	trimmed := strings.TrimLeft(base, ".")
	ext := path.Ext(trimmed)
	if ext == "." || ext == trimmed {
		return ""
	}
	return ext
}

func folderMethods() methods {
	exist := method{1, 1, func(c *call) value { info, ok := c.stat(0); return ok && info.IsDir() }, false}
	return methods{
		"pwd":        {0, 0, func(c *call) value { return c.text(filepath.ToSlash(c.folder())) }, false},
		"getwd":      {0, 0, func(c *call) value { return c.text(filepath.ToSlash(c.folder())) }, false},
		"home":       {0, 0, func(c *call) value { return c.text(filepath.ToSlash(c.home("~"))) }, false},
		"glob":       {1, 2, folderGlob, true},
		"[]":         {0, -1, folderGlob, true},
		"exist?":     exist,
		"exists?":    exist,
		"children":   {1, 1, folderNames, false},
		"each_child": {1, 1, folderNames, false},
		"entries":    {1, 1, folderNames, false},
	}
}

func folderNames(c *call) value {
	list, err := os.ReadDir(c.literalPath(c.pathOf(0)))
	if err != nil {
		c.raiseErr(errno(err), fileError(c.pathOf(0), err))
	}
	var names []string
	if c.name == "entries" {
		names = []string{".", ".."}
	}
	for _, entry := range list {
		names = append(names, entry.Name())
	}
	return c.yieldAll(c.texts(names))
}

func folderGlob(c *call) value {
	base := c.folder()
	if t, ok := c.option("base").(*text); ok {
		base = c.path(t.s)
	}
	var found []string
	for i := range c.args {
		if l, ok := c.arg(i).(*list); ok {
			for _, item := range l.items {
				found = append(found, c.globAll(base, c.str(item))...)
			}
		} else {
			found = append(found, c.globAll(base, c.argText(i))...)
		}
	}
	return c.yieldAll(c.texts(found))
}

// globAll finds files: sorted, and for alternatives in braces in the order of these.
func (c *call) globAll(base, pattern string) []string {
	var found []string
	for _, p := range c.braces(pattern) {
		if strings.ContainsAny(p, `\`) || strings.HasPrefix(p, "~") || strings.ContainsRune(p, 0) {
			c.unsupported("this pattern for files is not supported", "use * and ** only")
		}
		if filepath.IsAbs(p) {
			volume := filepath.VolumeName(p) + "/"
			for _, name := range c.glob(volume, strings.TrimPrefix(filepath.ToSlash(p), volume)) {
				found = append(found, volume+name)
			}
			continue
		}
		found = append(found, c.glob(base, p)...)
	}
	return found
}

// braces writes out alternatives in braces.
func (c *call) braces(pattern string) []string {
	c.enter()
	defer c.leave()
	end := strings.IndexByte(pattern, '}')
	if end < 0 {
		return []string{pattern}
	}
	open := strings.LastIndexByte(pattern[:end], '{')
	if open < 0 {
		return []string{pattern}
	}
	var all []string
	for choice := range strings.SplitSeq(pattern[open+1:end], ",") {
		c.step(len(pattern))
		all = append(all, c.braces(pattern[:open]+choice+pattern[end+1:])...)
	}
	return all
}

func (c *call) glob(base, pattern string) []string {
	names := []string{""}
	for part := range strings.SplitSeq(pattern, "/") {
		var next []string
		for _, name := range names {
			next = append(next, c.globPart(base, name, part)...)
		}
		names = next
	}
	return names
}

// globPart finds the names below a folder that one part of a pattern stands for.
func (c *call) globPart(base, folder, part string) []string {
	c.step(10)
	switch {
	case part == "" || part == "." || part == "..":
		return []string{folder + part + "/"}[:1]
	case part == "**":
		return c.foldersBelow(base, folder)
	case !strings.ContainsAny(part, "*?["):
		if _, err := os.Stat(filepath.Join(base, folder, part)); err != nil {
			return nil
		}
		return []string{path.Join(folder, part)}
	}
	var found []string
	entries, _ := os.ReadDir(filepath.Join(base, folder))
	for _, entry := range entries {
		hidden := strings.HasPrefix(entry.Name(), ".") && !strings.HasPrefix(part, ".")
		if ok, err := path.Match(part, entry.Name()); err == nil && ok && !hidden {
			found = append(found, path.Join(folder, entry.Name()))
		}
	}
	slices.Sort(found)
	return found
}

func (c *call) foldersBelow(base, folder string) []string {
	found := []string{folder}
	root := filepath.Join(base, folder)
	// A folder that can't be read holds nothing, as in Ruby.
	_ = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		c.step(20)
		if err != nil || !entry.IsDir() || name == root {
			return nil
		}
		if strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir
		}
		if relative, err := filepath.Rel(base, name); err == nil {
			found = append(found, filepath.ToSlash(relative))
		}
		return nil
	})
	return found
}

package main

import (
	"html/template"
	"path/filepath"
	"slices"
	"strings"
)

// page is one of the site.
type page struct {
	// File is its path below the site.
	File  string
	Title string
	// About is one line, for search machines.
	About string
	Body  template.HTML
	// Parts are its headings.
	Parts []part
}

// part is a heading of a page.
type part struct{ ID, Title string }

// group is a part of the menu.
type group struct {
	Title string
	Items []item
}

type item struct {
	File, Title string
	Here        bool
}

// document is a page that is made of a document.
type document struct{ source, file, title, group string }

// listed are the documents in the order of the menu. Pages that are made of what
// the program says have no source.
var listed = []document{
	{"README.md", home, "kamal-go", "Start"},
	{"docs/getting-started.md", "getting-started.html", "Getting started", "Start"},
	{"docs/ci.md", "ci.html", "Deploying from CI", "Guides"},
	{"docs/several-apps.md", "several-apps.html", "Several apps on a host", "Guides"},
	{"docs/databases.md", "databases.html", "Databases", "Guides"},
	{"docs/from-kamal-2.md", "from-kamal-2.html", "From Kamal 2", "Guides"},
	{"docs/from-kamal-1.md", "from-kamal-1.html", "From Kamal 1", "Guides"},
	{"docs/ssh.md", "ssh.html", "How hosts are reached", "Guides"},
	{"docs/library.md", "library.html", "Go programs", "Guides"},
	{"", "commands.html", "Commands", "Reference"},
	{"", "configuration.html", "Configuration", "Reference"},
	{"docs/errors.md", "errors.html", "Errors and exit codes", "Reference"},
	{"docs/json.md", "json.html", "Output for programs", "Reference"},
	{"docs/compatibility.md", "compatibility.html", "Compatibility", "Reference"},
	{"docs/security.md", "security.html", "Security", "About"},
	{"docs/performance.md", "performance.html", "Performance", "About"},
	{"CHANGELOG.md", "changelog.html", "Changelog", "About"},
	{"CONTRIBUTING.md", "contributing.html", "Contributing", "About"},
}

// unlisted is the group of documents in docs that nobody has put into the list.
const unlisted = "More"

// allDocuments are the listed ones, and what else is in docs.
func allDocuments(root string) ([]document, error) {
	all := slices.Clone(listed)
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		base := filepath.Base(file)
		if slices.ContainsFunc(listed, func(d document) bool { return d.source == "docs/"+base }) {
			continue
		}
		name := strings.TrimSuffix(base, ".md")
		all = append(all, document{"docs/" + base, name + ".html", strings.ReplaceAll(name, "-", " "), unlisted})
	}
	return all, nil
}

// pages makes all of them, and the index for the search.
func (b *builder) pages() ([]page, error) {
	var pages []page
	for _, d := range b.documents {
		p, err := b.page(d)
		if err != nil {
			return nil, err
		}
		pages = append(pages, p)
	}
	return pages, nil
}

func (b *builder) page(d document) (page, error) {
	switch d.file {
	case "commands.html":
		return b.commandsPage(d)
	case "configuration.html":
		return b.configurationPage(d)
	}
	return b.documentPage(d)
}

// menu is what stands beside a page.
func (b *builder) menu(p page) []group {
	var groups []group
	for _, d := range b.documents {
		if len(groups) == 0 || groups[len(groups)-1].Title != d.group {
			groups = append(groups, group{Title: d.group})
		}
		g := &groups[len(groups)-1]
		title := d.title
		if d.file == home {
			title = "Overview"
		}
		g.Items = append(g.Items, item{d.file, title, d.file == p.File})
	}
	return groups
}

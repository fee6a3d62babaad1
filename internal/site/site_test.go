package main

import (
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the top of the project.
const root = "../.."

// built is the folder of the site, made once.
var built string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "site-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		kamal := filepath.Join(dir, "kamal")
		build := exec.Command("go", "build", "-o", kamal, "./cmd/kamal")
		build.Dir = root
		if out, err := build.CombinedOutput(); err != nil {
			panic(string(out))
		}
		built = filepath.Join(dir, "site")
		if _, err := (&builder{root: root, kamal: kamal, out: built}).build(); err != nil {
			panic(err)
		}
		return m.Run()
	}())
}

// pagesOf gives the text of each page, by its name.
func pagesOf(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(built, "*.html"))
	if err != nil || len(files) < len(listed) {
		t.Fatalf("there are %d pages of %d: %v", len(files), len(listed), err)
	}
	pages := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pages[filepath.Base(file)] = string(text)
	}
	return pages
}

var (
	attribute = regexp.MustCompile(`\b(href|src)="([^"]*)"`)
	name      = regexp.MustCompile(`\bid="([^"]*)"`)
)

func TestSite_LinksLeadSomewhere(t *testing.T) {
	pages := pagesOf(t)
	names := map[string]bool{}
	for page, text := range pages {
		names[page] = true
		for _, m := range name.FindAllStringSubmatch(text, -1) {
			if names[page+"#"+m[1]] {
				t.Errorf("%s has two places %q", page, m[1])
			}
			names[page+"#"+m[1]] = true
		}
	}
	for page, text := range pages {
		for _, m := range attribute.FindAllStringSubmatch(text, -1) {
			checkLink(t, names, page, html.UnescapeString(m[2]))
		}
	}
}

// checkLink fails the test unless a link of a page leads to a place that is there.
func checkLink(t *testing.T, names map[string]bool, page, to string) {
	t.Helper()
	file, place, hasPlace := strings.Cut(to, "#")
	switch {
	case strings.HasPrefix(to, "https://"):
		return
	case file == "":
		file = page
	}
	if _, err := os.Stat(filepath.Join(built, file)); err != nil {
		t.Errorf("%s leads to %s: %v", page, to, err)
	}
	if hasPlace && !names[file+"#"+place] {
		t.Errorf("%s leads to %s, and there is no such place", page, to)
	}
}

// Whoever reads the site tells nobody, and needs no network.
func TestSite_FetchesNothingFromElsewhere(t *testing.T) {
	elsewhere := regexp.MustCompile(`(?:src|<link[^>]*href)="(?:https?:)?//|url\(["']?(?:https?:)?//|@import|fetch\(|XMLHttpRequest`)
	for page, text := range pagesOf(t) {
		if found := elsewhere.FindString(text); found != "" {
			t.Errorf("%s: %s", page, found)
		}
	}
	for _, file := range []string{"style.css", "site.js"} {
		text, err := os.ReadFile(filepath.Join(built, file))
		if found := elsewhere.Find(text); err != nil || found != nil {
			t.Errorf("%s: %v, %s", file, err, found)
		}
	}
}

func TestSite_HasEachDocument(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "docs/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages := pagesOf(t)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".md") + ".html"
		if pages[name] == "" || !strings.Contains(pages["index.html"], `href="`+name+`"`) {
			t.Errorf("%s is no page, or not in the menu", file)
		}
	}
}

func TestSite_HasEachCommandAndKey(t *testing.T) {
	pages := pagesOf(t)
	for page, places := range map[string][]string{
		"commands.html":      {"kamal", "kamal-deploy", "kamal-app-exec", "kamal-proxy-boot_config-set", "exit-codes"},
		"configuration.html": {"the-top-level", "proxy", "key-proxy.ssl", "key-accessories.NAME.image", "key-servers.NAME.hosts"},
	} {
		for _, place := range places {
			if !strings.Contains(pages[page], `id="`+place+`"`) {
				t.Errorf("%s has no place %q", page, place)
			}
		}
	}
	if strings.Contains(pages["commands.html"], "__") {
		t.Error("commands.html tells of commands that are for programs only")
	}
}

// Command site makes the site: of the documents in docs, and of what the kamal
// command says of its commands and keys. All of it works from a folder too,
// without a server and without the network.
//
//	go run ./internal/site -kamal bin/kamal -out bin/site
package main

import (
	"embed"
	"flag"
	"fmt"
	"html/template"
	"io/fs"
	"log"
	"os"
	"path/filepath"
)

//go:embed assets
var assets embed.FS

func main() {
	log.SetFlags(0)
	b := builder{}
	flag.StringVar(&b.root, "root", ".", "the top of the project")
	flag.StringVar(&b.kamal, "kamal", "bin/kamal", "the kamal command")
	flag.StringVar(&b.out, "out", "bin/site", "the folder to make")
	flag.Parse()
	var err error
	if b.kamal, err = filepath.Abs(b.kamal); err != nil {
		log.Fatal(err)
	}
	count, err := b.build()
	if err != nil {
		log.Fatal("making the site: ", err)
	}
	fmt.Printf("%d pages in %s\n", count, b.out)
}

// builder makes the site.
type builder struct {
	root, kamal, out string

	documents []document
	program   program
	index     []entry
	layout    *template.Template
}

// build makes all pages, and gives how many there are.
func (b *builder) build() (count int, err error) {
	if b.layout, err = template.ParseFS(assets, "assets/layout.html"); err != nil {
		return 0, err
	}
	if b.documents, err = allDocuments(b.root); err != nil {
		return 0, err
	}
	if b.program, err = askProgram(b.kamal); err != nil {
		return 0, err
	}
	if err := os.RemoveAll(b.out); err != nil {
		return 0, err
	}
	pages, err := b.pages()
	if err != nil {
		return 0, err
	}
	for _, p := range pages {
		if err := b.write(p); err != nil {
			return 0, fmt.Errorf("%s: %w", p.File, err)
		}
	}
	if err := b.writeIndex(); err != nil {
		return 0, err
	}
	return len(pages), b.copyFiles()
}

// write puts a page into the layout.
func (b *builder) write(p page) error {
	file := filepath.Join(b.out, filepath.FromSlash(p.File))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	err = b.layout.Execute(f, struct {
		page
		Menu    []group
		Version string
	}{p, b.menu(p), b.program.version})
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// copyFiles copies what pages refer to, style, script and pictures, and the schema
// for editors.
func (b *builder) copyFiles() error {
	style, err := fs.Sub(assets, "assets")
	if err != nil {
		return err
	}
	if err := copyInto(b.out, style, "*.css", "*.js", "*.svg"); err != nil {
		return err
	}
	docs := os.DirFS(filepath.Join(b.root, "docs"))
	if err := copyInto(b.out, docs, "*.json"); err != nil {
		return err
	}
	pictures, err := fs.Sub(docs, "images")
	if err != nil {
		return err
	}
	return copyInto(filepath.Join(b.out, "images"), pictures, "*.svg")
}

func copyInto(folder string, from fs.FS, patterns ...string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, pattern := range patterns {
		names, err := fs.Glob(from, pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			text, err := fs.ReadFile(from, name)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// entry is a place that the search can find.
type entry struct {
	Title string `json:"t"`
	URL   string `json:"u"`
	Kind  string `json:"k"`
	Text  string `json:"x"`
}

// longestText is how much of a place's text is searched.
const longestText = 3000

// add adds a place to the index, unless nothing is there.
func (b *builder) add(e entry) {
	e.Text = strings.Join(strings.Fields(e.Text), " ")
	if len(e.Text) > longestText {
		e.Text = strings.ToValidUTF8(e.Text[:longestText], "")
	}
	if e.Text != "" || e.Kind == "Key" {
		b.index = append(b.index, e)
	}
}

// writeIndex writes the index as a script: that can be read from a folder too.
func (b *builder) writeIndex() error {
	text, err := json.Marshal(b.index)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.out, "index.js"), []byte("window.searchIndex = "+string(text)+"\n"), 0o644)
}

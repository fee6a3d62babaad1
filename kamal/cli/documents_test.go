package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kballard/go-shellquote"

	"github.com/kamal-go/kamal/internal/cmdline"
)

var (
	typedLine = regexp.MustCompile(`(?m)^(?:\$ )?(kamal .*)$`)
	codeBlock = regexp.MustCompile("(?ms)^```.*?^```$")
	codeSpan  = regexp.MustCompile("`(kamal [^`]+)`")
	shellEnd  = regexp.MustCompile(` +#| && | \| |; `)
)

// notOurs begins with what stands for a command of the reader's own.
var notOurs = regexp.MustCompile(`^kamal (console\b|(help )?[A-Z]+\b)`)

// TestDocuments_ShowCommandsThatAreThere reads each command line of the documents
// by the grammar.
func TestDocuments_ShowCommandsThatAreThere(t *testing.T) {
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	reader, count := testReader(t), 0
	for _, file := range append(files, "../../README.md", "../../CHANGELOG.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := codeSpan.FindAllStringSubmatch(string(text), -1)
		for _, block := range codeBlock.FindAllString(string(text), -1) {
			lines = append(lines, typedLine.FindAllStringSubmatch(block, -1)...)
		}
		for _, m := range lines {
			line := m[1]
			if notOurs.MatchString(line) {
				continue
			}
			count++
			if end := shellEnd.FindStringIndex(line); end != nil {
				line = line[:end[0]]
			}
			checkLine(t, reader, filepath.Base(file), strings.TrimSpace(line))
		}
	}
	if count < 50 {
		t.Errorf("the documents have only %d command lines", count)
	}
}

func checkLine(t *testing.T, reader cmdline.Reader, file, line string) {
	t.Helper()
	words, err := shellquote.Split(line)
	if err != nil {
		t.Errorf("%s: %s: %v", file, line, err)
		return
	}
	if _, err := reader.Read(words[1:]); err != nil {
		t.Errorf("%s: %s: %v", file, line, err)
	}
}

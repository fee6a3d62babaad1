package roff_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/roff"
)

func TestPage_LeavesTextsAsTheyAre(t *testing.T) {
	p := roff.New(roff.Title{Name: "shop", Section: "1", Date: "2026-01-02", Source: `shop "v1"`, Manual: "Shop"})
	p.Section("name")
	p.Name("shop", "sell things")
	p.Section("options")
	p.Entry("-v, --verbose", `Say more; 'twice' is not "more".`)
	p.Text(".shop is a file, C:\\shop a folder.")
	p.Bold("shop [--all]")
	p.Verbatim("# comment\n.hidden: ~/^`x`\n\n  - item\n")
	golden.Read(t, "testdata/page.txtar").Compare(t, "shop.1", p.String())
}

// What is at the beginning of a line may be a request; no text may become one.
func TestPage_HasNoRequestsFromTexts(t *testing.T) {
	for _, text := range []string{".so /etc/passwd", "'so /etc/passwd", `\X'x'`, "a\n.so b"} {
		p := roff.New(roff.Title{Name: text, Section: "1"})
		p.Section(text)
		p.Name(text, text)
		p.Text(text)
		p.Bold(text)
		p.Entry(text, text)
		p.Verbatim(text)
		for line := range strings.Lines(p.String()) {
			if strings.HasPrefix(line, ".so") || strings.HasPrefix(line, "'") || strings.Contains(line, `\X`) {
				t.Errorf("the text %q became %q", text, line)
			}
		}
	}
}

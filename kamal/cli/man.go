package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/roff"
	"github.com/kamal-go/kamal/kamal/config"
)

// manual writes the manual pages, which say what the help says.
type manual struct{ version, date string }

// releaseDate is the day of the commit that the program was built of, if known.
func releaseDate() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			day, _, _ := strings.Cut(s.Value, "T")
			return day
		}
	}
	return ""
}

// write writes a page for each command into a folder, and one for the
// configuration. It gives how many there are.
func (m manual) write(folder string, root *kong.Node) (int, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return 0, fmt.Errorf("making a folder for the manual: %w", err)
	}
	pages := m.pages(root)
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return 0, fmt.Errorf("writing the manual: %w", err)
		}
	}
	return len(pages), nil
}

// pages are all pages, by the names of their files.
func (m manual) pages(root *kong.Node) map[string]string {
	pages := map[string]string{"kamal-config.5": m.configuration()}
	m.commands(root, pages)
	return pages
}

func (m manual) commands(n *kong.Node, pages map[string]string) {
	pages[pageName(n)+".1"] = m.command(n)
	for _, c := range n.Children {
		if !c.Hidden {
			m.commands(c, pages)
		}
	}
}

func pageName(n *kong.Node) string {
	return strings.ReplaceAll(strings.TrimSpace("kamal "+cmdline.Path(n)), " ", "-")
}

func (m manual) page(name, section, about string) *roff.Page {
	p := roff.New(roff.Title{Name: name, Section: section, Date: m.date, Source: "kamal " + m.version, Manual: "Kamal Manual"})
	p.Section("name")
	p.Name(name, strings.TrimSuffix(about, "."))
	return p
}

// command is the page of a command or a family of commands.
func (m manual) command(n *kong.Node) string {
	about := n.Help
	if n.Parent == nil {
		about = programAbout
	}
	p := m.page(pageName(n), "1", about)
	p.Section("synopsis")
	p.Bold(strings.TrimPrefix(cmdline.Usage(n), "Usage: "))
	p.Section("description")
	p.Text(about)
	for _, t := range helpTables(n) {
		p.Section(t.title)
		for _, r := range t.rows {
			p.Entry(strings.TrimSpace(r[0]), r[1])
		}
	}
	if n.Parent == nil {
		m.whole(p)
	} else {
		p.Section("see also")
		p.Text("kamal(1) for the options of every command and the exit status, kamal-config(5) for the configuration.")
	}
	return p.String()
}

const programAbout = "Deploy containerised web apps to your own servers over SSH."

// whole adds what counts for all commands.
func (m manual) whole(p *roff.Page) {
	p.Section("exit status")
	for _, e := range exitCodes {
		p.Entry(strconv.Itoa(e.code), e.meaning)
	}
	p.Section("files")
	p.Entry("config/deploy.yml", "The configuration; with -d NAME, config/deploy.NAME.yml is merged over it.")
	p.Entry(".kamal/secrets", "Where the secrets come from, as a dotenv file with $(command).")
	p.Entry(".kamal/hooks", "Programs that are run before and after the parts of a deploy.")
	p.Section("see also")
	p.Text("kamal-config(5) for the configuration, ssh_config(5), docker(1). Each command has a page too, such as kamal-deploy(1) and kamal-app-logs(1).")
}

// configuration is the page of the configuration's keys.
func (m manual) configuration() string {
	p := m.page("kamal-config", "5", "the configuration of kamal")
	for _, section := range append([]string{""}, config.Sections()...) {
		text, ok := config.Reference(section)
		if !ok {
			continue
		}
		title := "the top level"
		if section != "" {
			title = section
		}
		p.Section(title)
		p.Verbatim(text)
	}
	p.Section("see also")
	p.Text("kamal(1), kamal-docs(1)")
	return p.String()
}

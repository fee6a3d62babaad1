package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal/config"
)

type docsCmd struct {
	Section string `arg:"" name:"section" optional:"" help:"A section of it."`
	Man     string `name:"man" placeholder:"FOLDER" help:"Write manual pages into a folder instead: of all commands and of the configuration."`
}

func (c *docsCmd) Run(p *Session, s screen.Screen) error {
	if c.Man != "" {
		return c.write(p, s)
	}
	text, ok := config.Reference(c.Section)
	if !ok {
		return &cmdline.UsageError{
			Msg:    fmt.Sprintf("the reference has no section %q, there are %s", c.Section, strings.Join(config.Sections(), ", ")),
			Advice: cmp.Or(cmdline.DidYouMean("kamal docs ", strings.ToLower(c.Section), config.Sections()), "all of it: kamal docs"),
		}
	}
	s.Answer(screen.Answer{Of: "docs", Text: strings.TrimRight(text, "\n"), Data: map[string]string{"section": c.Section, "reference": text}})
	return nil
}

// write writes the manual pages.
func (c *docsCmd) write(p *Session, s screen.Screen) error {
	if c.Section != "" {
		return &cmdline.UsageError{Command: p.line.Command, Msg: "the manual is of all sections: with --man, name none"}
	}
	folder := c.Man
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(p.in.dir, folder)
	}
	count, err := manual{version: p.program.version(), date: releaseDate()}.write(folder, p.root)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("Wrote %d pages to %s; to read one: man -l %s", count, c.Man, filepath.Join(c.Man, "kamal.1"))
	s.Answer(screen.Answer{Of: "docs", Text: text, Data: map[string]any{"folder": folder, "pages": count}})
	return nil
}

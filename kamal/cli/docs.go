package cli

import (
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

type docsCmd struct {
	Section string `arg:"" name:"section" optional:"" help:"A section of it."`
}

func (c *docsCmd) Run(p *project, s screen) error {
	text, ok := config.Reference(c.Section)
	if !ok {
		return &usageError{
			msg:  fmt.Sprintf("the reference has no section %q, there are %s", c.Section, strings.Join(config.Sections(), ", ")),
			hint: didYouMean(strings.ToLower(c.Section), config.Sections()),
		}
	}
	s.answer(answer{of: "docs", text: strings.TrimRight(text, "\n")})
	return nil
}

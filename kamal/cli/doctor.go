package cli

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal"
)

type doctorCmd struct{}

// unfitError says that a deploy would fail.
type unfitError struct{ serious int }

func (e *unfitError) Error() string {
	if e.serious == 1 {
		return "a deploy would fail for this"
	}
	return fmt.Sprintf("a deploy would fail for %d of these", e.serious)
}

// Run tells what it finds, each with what to do about it.
func (c *doctorCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	findings, err := d.Doctor(ctx)
	serious := 0
	for _, f := range findings {
		if f.Serious {
			serious++
		}
		s.answer(answer{of: "doctor", host: f.Host, text: diagnosis(f), data: map[string]any{
			"problem": f.Problem, "fix": f.Fix, "serious": f.Serious,
		}})
	}
	switch {
	case err != nil:
		return err
	case serious > 0:
		return &unfitError{serious}
	case len(findings) == 0:
		s.answer(answer{of: "doctor", text: "Nothing stands in the way of a deploy"})
	}
	return nil
}

func diagnosis(f kamal.Finding) string {
	sign := "!"
	if f.Serious {
		sign = "✗"
	}
	text := fmt.Sprintf("%s %s%s", sign, at(f.Host), hanging(f.Problem, 4))
	if f.Fix != "" {
		text += "\n  fix: " + hanging(f.Fix, 7)
	}
	return text
}

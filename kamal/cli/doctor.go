package cli

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/screen"
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
func (c *doctorCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	findings, err := d.Doctor(ctx)
	serious, wrong := 0, 0
	for _, f := range findings {
		if f.Fatal {
			serious++
		}
		if f.Problem != "" {
			wrong++
		}
		s.Answer(screen.Answer{Of: "doctor", Data: f})
	}
	switch {
	case err != nil:
		return err
	case serious > 0:
		return &unfitError{serious}
	case wrong == 0:
		s.Answer(screen.Answer{Of: "doctor", Text: "Nothing stands in the way of a deploy", Data: map[string]bool{"ready": true}})
	}
	return nil
}

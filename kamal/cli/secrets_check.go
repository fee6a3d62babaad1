package cli

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal/config"
)

type secretsCheckCmd struct{}

// missingSecretsError says that there are secrets missing.
type missingSecretsError struct{ missing, of int }

func (e *missingSecretsError) Error() string {
	return fmt.Sprintf("%d of %d secrets are missing", e.missing, e.of)
}

// Is makes it count as what it tells of.
func (e *missingSecretsError) Is(err error) bool { return err == config.ErrNoSecret }

// Run tells of each secret that the configuration needs where it comes from and
// whether it is there, and of no value.
func (c *secretsCheckCmd) Run(ctx context.Context, cfg *config.Config, s screen.Screen) error {
	states, err := cfg.CheckSecrets(ctx)
	if err != nil {
		return err
	}
	missing := 0
	for _, state := range states {
		if state.Err != nil {
			missing++
		}
		s.Answer(screen.Answer{Of: "secrets check", Data: state})
	}
	switch {
	case missing > 0:
		return &missingSecretsError{missing, len(states)}
	case len(states) == 0:
		s.Answer(screen.Answer{Of: "secrets check", Text: "The configuration needs no secrets", Data: map[string]int{"needed": 0}})
	}
	return nil
}

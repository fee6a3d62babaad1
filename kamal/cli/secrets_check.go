package cli

import (
	"context"
	"fmt"
	"strings"

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
func (c *secretsCheckCmd) Run(ctx context.Context, cfg *config.Config, s screen) error {
	states, err := cfg.CheckSecrets(ctx)
	if err != nil {
		return err
	}
	missing := 0
	for _, state := range states {
		if state.Err != nil {
			missing++
		}
		s.answer(answer{of: "secrets check", text: secretText(state), data: secretData(state)})
	}
	switch {
	case missing > 0:
		return &missingSecretsError{missing, len(states)}
	case len(states) == 0:
		s.answer(answer{of: "secrets check", text: "The configuration needs no secrets"})
	}
	return nil
}

// secretText is the line of a secret, and below it what is wrong.
func secretText(x config.SecretState) string {
	text := fmt.Sprintf("%-7s %s: needed by %s", state(x), x.Name, strings.Join(x.By, ", "))
	if x.File != "" {
		text += fmt.Sprintf("; %s:%d", x.File, x.Line)
	}
	if from := origins(x); from != "" {
		text += ", from " + from
	}
	if x.Err != nil {
		text += "\n        " + hanging(x.Err.Error(), 8)
	}
	return text
}

func state(x config.SecretState) string {
	switch {
	case x.Err != nil:
		return "missing"
	case x.Empty:
		return "empty"
	}
	return "set"
}

// origins says what a value is made of.
func origins(x config.SecretState) string {
	var from []string
	for _, v := range x.Variables {
		from = append(from, "$"+v)
	}
	from = append(from, x.Adapters...)
	if x.Command {
		from = append(from, "a command")
	}
	return strings.Join(from, ", ")
}

// secretData is the same for programs.
func secretData(x config.SecretState) map[string]any {
	data := map[string]any{"name": x.Name, "state": state(x), "needed_by": x.By}
	if x.File != "" {
		data["file"], data["line"] = x.File, x.Line
	}
	if len(x.Variables) > 0 {
		data["variables"] = x.Variables
	}
	if len(x.Adapters) > 0 {
		data["adapters"] = x.Adapters
	}
	if x.Command {
		data["command"] = true
	}
	if x.Err != nil {
		data["problem"] = x.Err.Error()
	}
	return data
}

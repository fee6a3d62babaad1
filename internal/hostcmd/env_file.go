package hostcmd

import (
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/kamal/config"
)

// EnvValue is a line of an env file.
type EnvValue struct {
	Name  string
	Value config.Secret
}

// EnvFile gives the text of an env file: one NAME=value a line, without quotes,
// control characters and backslashes as their escapes; without any value a
// single empty line. Docker does not undo the escapes: there is one warning for
// each value that a container gets differently.
func EnvFile(values []EnvValue) (text config.Secret, warnings []string) {
	if len(values) == 0 {
		return config.NewSecret("\n"), nil
	}
	var b strings.Builder
	for _, v := range values {
		line, changed := envLine(v.Value.Reveal())
		fmt.Fprintf(&b, "%s=%s\n", v.Name, line)
		if changed {
			warnings = append(warnings, fmt.Sprintf("the secret %q has line breaks, backslashes or control characters, which containers get as escapes: encode it as base64, or mount it as a file", v.Name))
		}
	}
	return config.NewSecret(b.String()), warnings
}

func envLine(value string) (line string, changed bool) {
	line = escape.Controls(strings.ReplaceAll(value, `\`, `\\`))
	return line, line != value
}

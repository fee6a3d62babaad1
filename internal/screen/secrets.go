package screen

import (
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// secretText is the line of a secret, and below it what is wrong.
func secretText(x config.SecretState) string {
	text := fmt.Sprintf("%-7s %s: needed by %s", SecretMark(x), x.Name, strings.Join(x.By, ", "))
	if x.File != "" {
		text += fmt.Sprintf("; %s:%d", x.File, x.Line)
	}
	if from := origins(x); from != "" {
		text += ", from " + from
	}
	if x.Err != nil {
		text += "\n        " + Hanging(x.Err.Error(), 8)
	}
	return text
}

// SecretMark says in a word whether a secret is there.
func SecretMark(x config.SecretState) string {
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

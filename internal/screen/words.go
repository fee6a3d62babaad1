package screen

import (
	"fmt"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Words are the text of an answer, for people.
func (a Answer) Words() string {
	if a.Text != "" {
		return a.Text
	}
	switch data := a.Data.(type) {
	case []kamal.AppVersion:
		return versionTable(data)
	case kamal.Finding:
		return diagnosis(data)
	case config.SecretState:
		return secretText(data)
	case fmt.Stringer:
		return data.String()
	case string:
		return data
	}
	return ""
}

func diagnosis(f kamal.Finding) string {
	sign := "!"
	if f.Serious {
		sign = "✗"
	}
	text := fmt.Sprintf("%s %s%s", sign, at(f.Host), Hanging(f.Problem, 4))
	if f.Fix != "" {
		text += "\n  fix: " + Hanging(f.Fix, 7)
	}
	return text
}

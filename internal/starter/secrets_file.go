package starter

import (
	"fmt"
	"strings"
)

// SecretsFile gives the text of .kamal/secrets. Explained are the lines that tell
// how such files are written.
func (p Project) SecretsFile(a Answers, explained string) string {
	var lines []string
	if a.Registry != "" {
		lines = append(lines, RegistryPassword+"=$"+RegistryPassword)
	}
	for _, s := range p.Secrets {
		if s.Was != "" {
			lines = append(lines, fmt.Sprintf("# In %s it is %s", p.Compose, s.Was))
		}
		lines = append(lines, s.Name+"="+s.From)
	}
	if len(lines) == 0 {
		return explained
	}
	return strings.TrimRight(explained, "\n") + "\n\n" + strings.Join(lines, "\n") + "\n"
}

// Wanted are the variables that whoever deploys has to set.
func (p Project) Wanted(a Answers) []string {
	var names []string
	if a.Registry != "" {
		names = append(names, RegistryPassword)
	}
	for _, s := range p.Secrets {
		if s.From == "$"+s.Name {
			names = append(names, s.Name)
		}
	}
	return names
}

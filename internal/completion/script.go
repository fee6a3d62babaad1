package completion

import "embed"

//go:embed scripts
var scripts embed.FS

// Shells are those that there are scripts for.
var Shells = []string{"bash", "zsh", "fish"}

// Script gives the script for a shell; ok is false when there is none.
func Script(shell string) (text string, ok bool) {
	b, err := scripts.ReadFile("scripts/kamal." + shell)
	return string(b), err == nil
}

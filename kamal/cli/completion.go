package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/completion"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal/config"
)

type completionCmd struct {
	Shell string `arg:"" name:"shell" help:"bash, zsh or fish."`
}

// Help implements [kong.HelpProvider]: it says where the script goes.
func (completionCmd) Help() string {
	return `bash, for this shell, and for all from now on:
  source <(kamal completion bash)
  mkdir -p ~/.local/share/bash-completion/completions
  kamal completion bash > ~/.local/share/bash-completion/completions/kamal
zsh, for this shell behind compinit, and for all, with fpath+=~/.zfunc before
compinit in ~/.zshrc:
  source <(kamal completion zsh)
  mkdir -p ~/.zfunc
  kamal completion zsh > ~/.zfunc/_kamal
fish, for this shell, and for all from now on:
  kamal completion fish | source
  mkdir -p ~/.config/fish/completions
  kamal completion fish > ~/.config/fish/completions/kamal.fish
deb, rpm, apk and Homebrew have put them there already.`
}

// Run prints the script.
func (c *completionCmd) Run(p *Session, s screen.Screen) error {
	text, ok := completion.Script(c.Shell)
	if !ok {
		msg := fmt.Sprintf("there is no completion for %q, but for %s", c.Shell, strings.Join(completion.Shells, ", "))
		return &cmdline.UsageError{Command: p.line.Command, Msg: msg}
	}
	s.Answer(screen.Answer{Of: "completion", Text: strings.TrimRight(text, "\n"), Data: map[string]string{"shell": c.Shell, "script": text}})
	return nil
}

// completeCmd is what the scripts call. Its words are those of the line so far;
// the last one, which may be empty, is to be completed.
type completeCmd struct {
	Words []string `arg:"" name:"words" optional:"" help:"The line so far."`
}

// Run prints the candidates, one a line, each with what it is about behind a
// tab.
func (c *completeCmd) Run(ctx context.Context, p *Session, s screen.Screen) error {
	reader := p.reader(ctx)
	reader.Aliases = func(file, destination string, _ bool) (config.Pairs, error) {
		return p.aliases(ctx)(file, destination, false)
	}
	words := c.Words
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	completer := completion.Completer{Reader: reader, Known: &projectKnowledge{project: p}}
	for _, found := range completer.Candidates(ctx, words) {
		text := found.Word
		if found.About != "" {
			text += "\t" + found.About
		}
		s.Answer(screen.Answer{Of: "__complete", Text: text})
	}
	return nil
}

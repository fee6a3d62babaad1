package secrets

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kballard/go-shellquote"
)

// Inline answers a command line of a secrets file, what stands between $( and ), without a second process.
// Only lines whose first words are kamal secrets are handled; others are for a shell. A fetch is answered
// with its JSON, escaped so that a later line can hand it on as one word; an extract with the
// value as it is. The error wraps [UsageError] when the line can't be right; print would read the file
// that it stands in and is one of these.
func (f *Fetcher) Inline(ctx context.Context, line string) (out string, handled bool, err error) {
	first := strings.Fields(line)
	if len(first) < 2 || first[0] != "kamal" || first[1] != "secrets" {
		return "", false, nil
	}
	out, err = f.inline(ctx, line)
	return out, true, err
}

func (f *Fetcher) inline(ctx context.Context, line string) (string, error) {
	words, err := shellquote.Split(line)
	if err != nil || len(words) < 2 {
		return "", usage("running kamal secrets: a quote or a backslash is not closed")
	}
	args, options, err := parseWords(words[2:])
	if err != nil {
		return "", fmt.Errorf("running kamal secrets: %w", hideWords(err, args))
	}
	if len(args) == 0 || args[0] == "" {
		return "", usage("running kamal secrets: its command is missing, fetch or extract")
	}
	command, args := args[0], args[1:]
	switch {
	case strings.HasPrefix("fetch", command):
		return f.inlineFetch(ctx, args, options)
	case strings.HasPrefix("extract", command):
		return inlineExtract(args)
	case strings.HasPrefix("print", command):
		return "", usage("running kamal secrets print: it would read the very file that it stands in")
	}
	return "", usage("running kamal secrets: unknown command %q, known are fetch and extract", command)
}

// hideWords keeps what may be a piece of the JSON handed to extract out of the error.
func hideWords(err error, args []string) error {
	if len(args) > 0 && args[0] != "" && strings.HasPrefix("extract", args[0]) {
		return usage("extract takes a name and the result of a fetch as one word, and no options")
	}
	return err
}

// A redirection or a pipe would be taken for a name, and the vault's complaint about it for a riddle.
var shellOperator = regexp.MustCompile(`^[0-9]*[<>|&;]`)

func (f *Fetcher) inlineFetch(ctx context.Context, names []string, options map[string]string) (string, error) {
	for _, name := range names {
		if shellOperator.MatchString(name) {
			return "", usage("running kamal secrets fetch: %q is for a shell, and no shell runs this line", name)
		}
	}
	values, err := f.Fetch(ctx, Request{
		Adapter: options["adapter"], Account: options["account"], From: options["from"], Names: names,
	})
	if err != nil {
		return "", err
	}
	return escape.Shell(values.Reveal()), nil
}

func inlineExtract(args []string) (string, error) {
	if len(args) != 2 {
		return "", usage("running kamal secrets extract: it takes a name and the result of a fetch, got %d words", len(args))
	}
	return Extract(args[0], args[1])
}

package cmdline

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/kballard/go-shellquote"

	"github.com/kamal-go/kamal/kamal/config"
)

// AliasReader gives the user's own commands from a configuration. Nothing of the
// project runs, unless made is true: then its templates run what makes aliases.
type AliasReader func(file, destination string, made bool) (config.Pairs, error)

// alias looks a word up among the aliases of the configuration that args ask
// for. It gives the words in its place, and otherwise the names that there are.
func (r Reader) alias(word string, args []string) (text []string, found bool, names []string, err error) {
	if r.Aliases == nil {
		return nil, false, nil, nil
	}
	file, destination := r.Given("config-file", args), r.Given("destination", args)
	aliases, err := r.Aliases(file, destination, false)
	if file == "" && errors.Is(err, fs.ErrNotExist) {
		err = nil // no configuration, no aliases
	}
	for _, a := range aliases {
		names = append(names, a.Name)
	}
	line, found := aliases.Get(word)
	if !found {
		return nil, false, names, err
	}
	if line == config.Untold {
		if line, err = r.madeAlias(word, file, destination, args); err != nil {
			return nil, true, nil, err
		}
	}
	text, err = shellquote.Split(line)
	if err != nil {
		return nil, true, nil, &UsageError{Msg: fmt.Sprintf("alias %q: a quote or a backslash is not closed in %q", word, line)}
	}
	if len(text) == 0 {
		return nil, true, nil, &UsageError{Msg: fmt.Sprintf("alias %q is empty", word)}
	}
	return text, true, nil, nil
}

// madeAlias gives an alias that the project's commands make. To explain it or to
// complete a line is no reason to run them.
func (r Reader) madeAlias(word, file, destination string, args []string) (string, error) {
	unknown := &UsageError{
		Msg:    fmt.Sprintf("what alias %q means is told by a command of the configuration", word),
		Advice: "write it there in clear, or call the alias without help: kamal " + word,
	}
	if r.explains || slices.Contains(args, "--help") {
		return "", unknown
	}
	aliases, err := r.Aliases(file, destination, true)
	if err != nil {
		return "", err
	}
	line, _ := aliases.Get(word)
	if line == config.Untold {
		return "", unknown
	}
	return line, nil
}

// Given gives the last value of a common option, wherever it stands.
func (r Reader) Given(name string, args []string) string {
	value := ""
	for i, arg := range args {
		if arg == "--" {
			break
		}
		o, ok := splitOption(r.Root, arg)
		switch {
		case !ok || o.flag.Name != name:
		case o.joined:
			value = o.value
		case i+1 < len(args):
			value = args[i+1]
		}
	}
	return value
}

// circle notes that an alias was met, and refuses to meet it again.
func circle(met []string, name string) ([]string, error) {
	if i := slices.Index(met, name); i >= 0 {
		return nil, &UsageError{Msg: "aliases go round in a circle: " + strings.Join(append(met[i:], name), " -> ")}
	}
	return append(met, name), nil
}

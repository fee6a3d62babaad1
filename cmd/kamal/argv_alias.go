package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/kballard/go-shellquote"
)

// alias looks a word up among the aliases of the configuration that args ask
// for. It gives the words in its place, and otherwise the names that there are.
func (r lineReader) alias(word string, args []string) (text []string, found bool, names []string, err error) {
	if r.aliases == nil {
		return nil, false, nil, nil
	}
	file := r.given("config-file", args)
	aliases, err := r.aliases(file, r.given("destination", args))
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
	text, err = shellquote.Split(line)
	if err != nil {
		return nil, true, nil, &usageError{msg: fmt.Sprintf("alias %q: a quote or a backslash is not closed in %q", word, line)}
	}
	if len(text) == 0 {
		return nil, true, nil, &usageError{msg: fmt.Sprintf("alias %q is empty", word)}
	}
	return text, true, nil, nil
}

// given gives the last value of a common option, wherever it stands.
func (r lineReader) given(name string, args []string) string {
	value := ""
	for i, arg := range args {
		if arg == "--" {
			break
		}
		o, ok := splitOption(r.root, arg)
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
		return nil, &usageError{msg: "aliases go round in a circle: " + strings.Join(append(met[i:], name), " -> ")}
	}
	return append(met, name), nil
}

package main

import (
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// givenOption is an option as it stands in one word.
type givenOption struct {
	flag *kong.Flag
	// written is the option without its value.
	written string
	// joined says that value belongs to the same word; for a switch it is what
	// the switch is set to.
	joined bool
	value  string
}

// splitOption reads a word that holds one option of a command; ok is false when
// it holds none that is known, or several.
func splitOption(n *kong.Node, word string) (o givenOption, ok bool) {
	if strings.HasPrefix(word, "--") {
		return splitLong(n, word)
	}
	if !looksLikeOption(word) {
		return givenOption{}, false
	}
	o = givenOption{flag: shortFlag(n, rune(word[1])), written: word[:2]}
	if o.flag == nil {
		return o, false
	}
	if len(word) == 2 {
		return o, true
	}
	o.value, o.joined = strings.CutPrefix(word[2:], "=")
	if o.joined {
		return o, true
	}
	o.joined = !o.flag.IsBool()
	return o, o.joined
}

func splitLong(n *kong.Node, word string) (givenOption, bool) {
	written, value, joined := strings.Cut(word, "=")
	o := givenOption{written: written, value: value, joined: joined}
	name := strings.ReplaceAll(written[2:], "_", "-")
	if o.flag = longFlag(n, name); o.flag != nil {
		return o, true
	}
	for _, negation := range []string{"no-", "skip-"} {
		bare, ok := strings.CutPrefix(name, negation)
		if !ok || joined {
			continue
		}
		if o.flag = longFlag(n, bare); o.flag != nil && o.flag.IsBool() {
			o.value, o.joined = "false", true
			return o, true
		}
	}
	return o, false
}

// longFlag finds an option of a command by its name.
func longFlag(n *kong.Node, name string) *kong.Flag {
	return findFlag(n, func(f *kong.Flag) bool { return f.Name == name })
}

// shortFlag finds an option of a command by its letter.
func shortFlag(n *kong.Node, short rune) *kong.Flag {
	return findFlag(n, func(f *kong.Flag) bool { return f.Short == short })
}

func findFlag(n *kong.Node, is func(*kong.Flag) bool) *kong.Flag {
	for ; n != nil; n = n.Parent {
		for _, f := range n.Flags {
			if is(f) {
				return f
			}
		}
	}
	return nil
}

// takesNext reports whether the word after an option is its value. Before the
// command is known, the options of all commands count.
func takesNext(n *kong.Node, word string) bool {
	if o, ok := splitOption(n, word); ok {
		return !o.joined && !o.flag.IsBool()
	}
	for _, child := range n.Children {
		if takesNext(child, word) {
			return true
		}
	}
	return false
}

// isNumber reports whether an option's value is a number.
func isNumber(f *kong.Flag) bool {
	t := f.Target.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Uint || t.Kind() == reflect.Uint16
}

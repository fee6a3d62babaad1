package cmdline

import (
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// givenOption is an option as it stands in one word.
type givenOption struct {
	flag *kong.Flag
	// written is the option without its value.
	written string
	// negated says that a switch is written as --no-X or --skip-X.
	negated bool
	// joined says that value belongs to the same word.
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
		if !ok {
			continue
		}
		if o.flag = longFlag(n, bare); o.flag != nil && o.flag.IsBool() {
			o.negated = true
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

// isSwitch reports whether a word is an option that may be followed by true or
// false. Before the command is known, the options of all commands count.
func isSwitch(n *kong.Node, word string) bool {
	o, ok := splitOption(n, word)
	for !ok && o.flag != nil && o.flag.IsBool() && len(word) > 2 && word[1] != '-' {
		word = "-" + word[2:] // joined switches
		o, ok = splitOption(n, word)
	}
	if ok {
		return o.flag.IsBool() && !o.joined
	}
	return slices.ContainsFunc(n.Children, func(c *kong.Node) bool { return isSwitch(c, word) })
}

// setsSwitch reports whether a word before the command is what a switch is set
// to. One letter rather begins a command's name.
func setsSwitch(word string) bool {
	_, ok := switchValue(word)
	return ok && len(word) > 1
}

// switchValue gives what a word sets a switch to: true or false.
func switchValue(word string) (value string, ok bool) {
	switch word {
	case "true", "TRUE", "t", "T":
		return "true", true
	case "false", "FALSE", "f", "F":
		return "false", true
	}
	return "", false
}

// isNumber reports whether an option's value is a number.
func isNumber(f *kong.Flag) bool {
	t := f.Target.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Uint || t.Kind() == reflect.Uint16
}

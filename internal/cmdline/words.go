package cmdline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// wordReader tells the options of a known command from its words.
type wordReader struct {
	line *Line
	rest []string
}

func (w *wordReader) read() error {
	if wordsOf(w.line.Command) == "rest" {
		w.line.Words = slices.DeleteFunc(slices.Clone(w.rest), func(s string) bool { return s == seam })
		return nil
	}
	for len(w.rest) > 0 {
		word := w.rest[0]
		w.rest = w.rest[1:]
		if word == "--" {
			w.line.Words = append(w.line.Words, w.rest...)
			return nil
		}
		if err := w.take(word); err != nil {
			return err
		}
	}
	return nil
}

func (w *wordReader) take(word string) error {
	if word == seam {
		return nil
	}
	if !looksLikeOption(word) {
		w.line.Words = append(w.line.Words, word)
		return nil
	}
	if word == "--help" && !w.inCommand() {
		w.line.Help = true
		return nil
	}
	switches, last, ok := w.split(word)
	if !ok {
		return w.unknown(word)
	}
	for _, s := range switches {
		w.set(s, "true")
	}
	return w.value(last)
}

// split reads a word of options: one, or joined switches and a last option.
func (w *wordReader) split(word string) (switches []*kong.Flag, last givenOption, ok bool) {
	for {
		last, ok = splitOption(w.line.Command, word)
		if ok && !w.plausible(last, word) {
			return nil, last, false
		}
		if ok || len(word) < 3 || strings.HasPrefix(word, "--") || last.flag == nil || !last.flag.IsBool() {
			return switches, last, ok
		}
		switches = append(switches, last.flag)
		word = "-" + word[2:]
	}
}

// plausible keeps words such as the -ef of "ps -ef" for the command of an exec:
// there a value joined to a letter needs an equals sign, or is a number.
func (w *wordReader) plausible(o givenOption, word string) bool {
	if !w.exec() || !o.joined || strings.HasPrefix(word, "--") || strings.HasPrefix(word[2:], "=") {
		return true
	}
	return isNumber(o.flag) && isDigits(o.value)
}

func (w *wordReader) exec() bool { return IsExec(w.line.Command) }

// IsExec reports whether a command hands its words, unknown options among them,
// to another one.
func IsExec(n *kong.Node) bool { return wordsOf(n) == "command" }

// wordsOf says what the words of a command are, where they are not words of ours:
// those of another "command", the "rest" of the line whatever it is, or a "line"
// that has a command of its own.
func wordsOf(n *kong.Node) string {
	if n.Tag == nil {
		return ""
	}
	return n.Tag.Get("words")
}

// inCommand reports whether the words of the other command have begun.
func (w *wordReader) inCommand() bool {
	return w.exec() && len(w.line.Words) >= len(w.line.Command.Positional)
}

func (w *wordReader) unknown(word string) error {
	if w.exec() {
		w.line.Words = append(w.line.Words, word)
		return nil
	}
	return unknownOption(w.line.Command, word)
}

// OwnWords is the hint where an option of ours stands among the words of another
// command.
func OwnWords(n *kong.Node) string {
	var line strings.Builder
	line.WriteString("kamal " + Path(n))
	for _, p := range n.Positional[:len(n.Positional)-1] {
		line.WriteString(" " + strings.ToUpper(p.Name))
	}
	return "where it belongs to the command, put -- before that, or quotes around it: " + line.String() + " -- COMMAND"
}

// value finds the values of an option and notes it.
func (w *wordReader) value(o givenOption) error {
	takes := o.flag.Tag.Get("takes")
	switch {
	case o.flag.IsBool():
		return w.toggle(o)
	case o.joined:
		w.rest = slices.Insert(slices.Clone(w.rest), 0, o.value)
	case len(w.rest) == 0 && w.inCommand():
		return &UsageError{Command: w.line.Command, Msg: fmt.Sprintf("option %q has no value", o.written), Advice: OwnWords(w.line.Command)}
	case len(w.rest) == 0:
		return withoutValue(w.line.Command, o, "")
	case looksLikeOption(w.rest[0]) && !strings.Contains(w.rest[0], " "):
		return withoutValue(w.line.Command, o, w.rest[0])
	}
	first := w.rest[0]
	w.rest = w.rest[1:]
	switch takes {
	case "pairs":
		return w.pairs(o, first)
	case "words":
		w.set(o.flag, append([]string{first}, w.takeWhile(isWord)...)...)
	default:
		if isNumber(o.flag) && !isDigits(first) {
			return &UsageError{Command: w.line.Command, Msg: fmt.Sprintf("option %q takes a number, not %q", o.written, first)}
		}
		w.set(o.flag, first)
	}
	return nil
}

// toggle sets a switch. A word behind it that says true or false is its value,
// as Kamal has it, and counts also for a switch that is written as its negation.
func (w *wordReader) toggle(o givenOption) error {
	value := strconv.FormatBool(!o.negated)
	switch {
	case o.joined:
		var ok bool
		if value, ok = switchValue(o.value); !ok {
			return &UsageError{Command: w.line.Command, Msg: fmt.Sprintf("option %q is a switch: true or false, not %q", o.written, o.value)}
		}
	case len(w.rest) > 0:
		if said, ok := switchValue(w.rest[0]); ok {
			value, w.rest, w.line.set = said, w.rest[1:], o.written
		}
	}
	w.set(o.flag, value)
	return nil
}

// pairs takes NAME=VALUE, or NAME:VALUE with all words after it that have a
// colon.
func (w *wordReader) pairs(o givenOption, first string) error {
	words := []string{first}
	switch i := strings.IndexAny(first, ":="); {
	case i <= 0:
		return &UsageError{
			Command: w.line.Command, Msg: fmt.Sprintf("option %q takes NAME:VALUE, not %q", o.written, first),
			Advice: OwnWords(w.line.Command),
		}
	case first[i] == ':':
		words = append(words, w.takeWhile(func(s string) bool { return isWord(s) && strings.Contains(s, ":") })...)
	}
	for _, word := range words {
		i := strings.IndexAny(word, ":=")
		w.set(o.flag, word[:i]+"="+word[i+1:])
	}
	return nil
}

func (w *wordReader) takeWhile(fits func(string) bool) []string {
	n := slices.IndexFunc(w.rest, func(s string) bool { return !fits(s) })
	if n < 0 {
		n = len(w.rest)
	}
	taken := w.rest[:n]
	w.rest = w.rest[n:]
	return taken
}

func isWord(s string) bool { return !looksLikeOption(s) }

// set notes an option; one that was there before gives way, unless it collects.
func (w *wordReader) set(f *kong.Flag, values ...string) {
	if takes := f.Tag.Get("takes"); takes != "pairs" && takes != "several" {
		w.line.Options = slices.DeleteFunc(w.line.Options, func(o Option) bool { return o.Flag == f })
	}
	w.line.Options = append(w.line.Options, Option{Flag: f, Values: values})
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

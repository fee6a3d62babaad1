package dotenv

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ErrShell is wrapped by the error for lines of a shell script: as NAME=value lines, the branches of an if would
// all be taken.
var ErrShell = errors.New("this file holds NAME=value lines, with $(command) in the values; nothing runs it as a script")

// shellLine is a line that only a shell understands, and what gives it away.
type shellLine struct {
	line int
	what string
}

// shellWords are the words of a shell that begin a line, and are no commands that give something.
var shellWords = words(`if then else elif fi case esac for while until do done select function coproc time
	[ [[ ! { } ( ) : . source set unset exit return eval exec trap local declare typeset readonly export alias
	shift break continue cd pushd popd echo printf read test true false wait command let umask ulimit getopts`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

var (
	// shellSigns are what stands between and behind commands, and nowhere else in lines without an assignment.
	shellSigns = regexp.MustCompile(`&&|\|\||;;|<<|[|]\s|\s[|]|[0-9]?>\s*&?\S|;\s*(?:then|do)\b`)
	// functionOrPattern is the first line of a function, or a pattern of a case.
	functionOrPattern = regexp.MustCompile(`^(?:[A-Za-z_][\w-]*\s*\(\s*\)|[^\s=()'"$]+\))(?:\s|\{|$)`)
	appending         = regexp.MustCompile(`^(?:export\s+)?[A-Za-z_]\w*(?:\+=|\[[^\]]*\]=)`)
	// joined are what joins a command to an assignment, outside of commands and quotes.
	joined = regexp.MustCompile(`(?:^|\s)(&&|\|\|)(?:\s|$)|(;;)(?:\s|$)|;\s*(export|then|do|fi|done)\b`)
	// second is another assignment behind an export; lower case is left to texts of the form a=b c=d.
	second = regexp.MustCompile(`^[^\s"'$]*\s+[A-Z_][A-Z0-9_]*=`)
)

// scriptLine says what makes a line without an assignment one of a script, or "".
func scriptLine(text string) string {
	first, _, _ := strings.Cut(text, " ")
	first = strings.TrimRight(strings.TrimSpace(first), ";")
	switch {
	case shellWords[first]:
		return first
	case len(text) > 1 && strings.IndexByte("({})", text[0]) >= 0:
		return text[:1]
	case appending.MatchString(text):
		return "+= or [...]="
	case functionOrPattern.MatchString(text):
		return "a function or a pattern"
	}
	return strings.TrimSpace(shellSigns.FindString(text))
}

// script says what makes an assignment a line of a script, or "".
func (e *entry) script() string {
	switch {
	case e.bare && shellWords[e.name]:
		return e.name
	case e.quote == '\'' || e.inherit || e.bare:
		return ""
	case openCommand(e.raw):
		return "$( without its )"
	case len(e.raw) > 2 && e.raw[0] == '`' && e.raw[len(e.raw)-1] == '`':
		return "`command`"
	case e.quote != 0:
		return ""
	}
	for _, found := range joined.FindStringSubmatch(outside(e.raw)) {
		if found = strings.TrimSpace(found); found != "" {
			return found
		}
	}
	if e.exported && second.MatchString(outside(e.raw)) {
		return "a second assignment"
	}
	return ""
}

// outside takes commands and what is quoted out of a text.
func outside(text string) string {
	closing := pairs(text)
	var out strings.Builder
	var quote byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '$' && i+1 < len(text) && (text[i+1] == '(' || text[i+1] == '{') && closing[i+1] > 0:
			i = closing[i+1]
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		case quote == 0:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// shellError is the error for the lines of a script, or nil.
func (f *File) shellError() error {
	if len(f.shell) == 0 {
		return nil
	}
	first, more := f.shell[0], ""
	for i, s := range f.shell[1:min(len(f.shell), 10)] {
		if i == 0 {
			more = "; so are lines "
		} else {
			more += ", "
		}
		more += strconv.Itoa(s.line)
	}
	return &LineError{File: f.name, Line: first.line, Err: fmt.Errorf("%q is for a shell: %w%s", first.what, ErrShell, more)}
}

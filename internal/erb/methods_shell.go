package erb

import (
	"strings"

	"github.com/kballard/go-shellquote"
)

func shellMethods() methods {
	escape := method{1, 1, func(c *call) value { return c.text(shellEscape(c.str(c.arg(0)))) }, false}
	split := method{1, 1, func(c *call) value { return c.shellSplit(c.argText(0)) }, false}
	return methods{"escape": escape, "shellescape": escape, "split": split, "shellsplit": split, "shellwords": split, "join": {1, 1, func(c *call) value {
		words := []string{}
		for _, item := range c.argList(0) {
			words = append(words, shellEscape(c.str(item)))
		}
		return c.text(strings.Join(words, " "))
	}, false}}
}

// shellEscape quotes a word for the shell with backslashes, as Ruby does.
func shellEscape(s string) string {
	if s == "" {
		return "''"
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString("'\n'")
			continue
		case r < 0x80 && !isLetter(byte(r)) && !isDigit(byte(r)) && !strings.ContainsRune("_-.,:+/@", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (c *call) shellSplit(s string) value {
	words, err := shellquote.Split(s)
	if err != nil {
		c.raiseErr("ArgumentError", err)
	}
	return c.texts(words)
}

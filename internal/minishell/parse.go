package minishell

import (
	"fmt"
	"strings"
)

// SyntaxError is a line that can't be read.
type SyntaxError struct {
	Line   string
	Offset int
	Msg    string
}

// Error says what was expected where.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("syntax error at offset %d: %s: %q", e.Offset, e.Msg, e.Line)
}

// list is commands joined by operators; ops[i] stands before parts[i].
type list struct {
	ops   []string
	parts []pipeline
}

type pipeline []command

// command is simple words, or a group or subshell, with redirections.
type command struct {
	words     []word
	inner     *list
	subshell  bool
	redirects []redirect
}

type redirect struct {
	fd   int
	op   string // < > >> >&
	path word
}

type parser struct {
	text string
	at   int
}

func parse(text string) (l *list, err error) {
	p := &parser{text: text}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *SyntaxError:
			l, err = nil, e
		default:
			panic(e)
		}
	}()
	l = p.list("")
	if p.at < len(p.text) {
		p.fail("unexpected %q", p.text[p.at])
	}
	return l, nil
}

// fail ends parsing; parse catches it.
func (p *parser) fail(format string, args ...any) {
	panic(&SyntaxError{p.text, p.at, fmt.Sprintf(format, args...)})
}

// list reads commands up to the end, or to a closing character.
func (p *parser) list(end string) *list {
	l := &list{}
	op := ";"
	for {
		p.blanks(" \t\n")
		if p.at == len(p.text) || end != "" && strings.HasPrefix(p.text[p.at:], end) {
			if op != ";" {
				p.fail("nothing after %s", op)
			}
			return l
		}
		if p.text[p.at] == ')' || p.text[p.at] == '}' {
			p.fail("unexpected %q", p.text[p.at])
		}
		l.ops, l.parts = append(l.ops, op), append(l.parts, p.pipeline())
		if op = p.operator(); op == "" {
			return l
		}
	}
}

// operator reads what joins two commands; nothing before a closing character.
func (p *parser) operator() string {
	p.blanks(" \t")
	for _, op := range []string{"&&", "||", ";", "\n"} {
		if strings.HasPrefix(p.text[p.at:], op) {
			p.at += len(op)
			return strings.ReplaceAll(op, "\n", ";")
		}
	}
	if p.at < len(p.text) && !strings.ContainsRune(")}", rune(p.text[p.at])) {
		p.fail("unexpected %q", p.text[p.at])
	}
	return ""
}

func (p *parser) pipeline() pipeline {
	all := pipeline{p.command()}
	for {
		p.blanks(" \t")
		if rest := p.text[p.at:]; !strings.HasPrefix(rest, "|") || strings.HasPrefix(rest, "||") {
			return all
		}
		p.at++
		p.blanks(" \t\n")
		all = append(all, p.command())
	}
}

func (p *parser) command() command {
	var c command
	switch rest := p.text[p.at:]; {
	case strings.HasPrefix(rest, "("):
		p.at++
		c.inner, c.subshell = p.list(")"), true
		p.expect(")")
	case strings.HasPrefix(rest, "{ "), strings.HasPrefix(rest, "{\n"):
		p.at++
		c.inner = p.list("}")
		p.expect("}")
	}
	for {
		p.blanks(" \t")
		if r, ok := p.redirect(); ok {
			c.redirects = append(c.redirects, r)
			continue
		}
		if p.at == len(p.text) || strings.IndexByte("|&;\n()", p.text[p.at]) >= 0 {
			break
		}
		if c.inner != nil {
			break
		}
		c.words = append(c.words, p.word())
	}
	if c.inner == nil && len(c.words) == 0 && len(c.redirects) == 0 {
		p.fail("no command")
	}
	return c
}

func (p *parser) redirect() (redirect, bool) {
	rest := p.text[p.at:]
	r := redirect{fd: 1}
	switch {
	case strings.HasPrefix(rest, "1>"), strings.HasPrefix(rest, "2>"):
		r.fd = int(rest[0] - '0')
		rest = rest[1:]
		p.at++
	case !strings.HasPrefix(rest, ">") && !strings.HasPrefix(rest, "<"):
		return r, false
	}
	for _, r.op = range []string{">>", ">&", ">", "<"} {
		if strings.HasPrefix(rest, r.op) {
			break
		}
	}
	p.at += len(r.op)
	p.blanks(" \t")
	r.path = p.word()
	return r, true
}

func (p *parser) expect(text string) {
	if !strings.HasPrefix(p.text[p.at:], text) {
		p.fail("%s is missing", text)
	}
	p.at += len(text)
}

// blanks skips some characters, escaped line ends, and comments.
func (p *parser) blanks(which string) {
	for p.at < len(p.text) {
		switch {
		case strings.HasPrefix(p.text[p.at:], "\\\n"):
			p.at += 2
		case strings.IndexByte(which, p.text[p.at]) >= 0:
			p.at++
		case p.text[p.at] == '#':
			if i := strings.IndexByte(p.text[p.at:], '\n'); i >= 0 {
				p.at += i
			} else {
				p.at = len(p.text)
			}
		default:
			return
		}
	}
}

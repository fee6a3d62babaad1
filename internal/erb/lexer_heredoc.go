package erb

import "strings"

// heredoc reads a here document: <<NAME, <<-NAME or <<~NAME. False: this is no here document.
func (l *lexer) heredoc(space bool) bool {
	start := l.pos
	head := l.src[l.pos+2:]
	form := byte(0)
	if head != "" && (head[0] == '~' || head[0] == '-') {
		form, head = head[0], head[1:]
	}
	name, raw := heredocName(head)
	if name == "" {
		return false
	}
	l.pos = len(l.src) - len(head) + len(name)
	if raw {
		l.pos += 2
	}
	body := l.resume
	if body == 0 {
		line := strings.IndexByte(l.src[l.pos:], '\n')
		if line < 0 {
			l.fail(start, "a here document begins here and never ends", "put its text on the next lines")
		}
		body = l.pos + line + 1
	}
	end, next := heredocEnd(l.src, body, name, form != 0)
	if end < 0 {
		l.fail(start, "a here document begins here and never ends", "close it with a line "+name)
	}
	text := l.src[body:end]
	if form == '~' {
		text = dedent(text)
	}
	// The body is read as a text whose closing mark can't occur in it.
	inner := &lexer{src: text + "\x00", base: l.base + body, vars: l.vars, depth: l.depth + 1}
	parts := []part{{text: text}}
	if !raw {
		parts = inner.parts(quoted{close: 0, holes: true, escapes: true})
	}
	l.resume = next
	l.add(start, space, token{kind: tString, parts: parts})
	return true
}

func heredocName(head string) (name string, raw bool) {
	if strings.HasPrefix(head, "'") {
		name, _, closed := strings.Cut(head[1:], "'")
		if !closed || strings.Contains(name, "\n") {
			return "", false
		}
		return name, true
	}
	end := 0
	for end < len(head) && (isLetter(head[end]) || isDigit(head[end])) {
		end++
	}
	if end == 0 || !isLetter(head[0]) {
		return "", false
	}
	return head[:end], false
}

// heredocEnd finds the line that ends a body, and where the text behind that line begins.
func heredocEnd(src string, body int, name string, indented bool) (end, next int) {
	for end = body; end <= len(src); {
		line, _, more := strings.Cut(src[end:], "\n")
		mark := strings.TrimSuffix(line, "\r")
		if indented {
			mark = strings.TrimLeft(mark, " \t")
		}
		next = end + len(line)
		if mark == name {
			return end, next
		}
		if !more {
			break
		}
		end = next + 1
	}
	return -1, -1
}

// dedent removes the indentation that all lines which are not blank have in common.
func dedent(text string) string {
	lines := strings.SplitAfter(text, "\n")
	common := -1
	for _, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if strings.TrimSpace(line) != "" && (common < 0 || indent < common) {
			common = indent
		}
	}
	for i, line := range lines {
		blank := strings.TrimLeft(line[:min(max(common, 0), len(line))], " ")
		lines[i] = blank + line[min(max(common, 0), len(line)):]
	}
	return strings.Join(lines, "")
}

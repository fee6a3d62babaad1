package erb

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// limitedTo keeps what a command writes, up to a limit; beyond that writing fails, and full is called. The buffer
// is not embedded, because its method ReadFrom would go past Write.
type limitedTo struct {
	buffer bytes.Buffer
	limit  int
	full   func()
	failed bool
}

func (l *limitedTo) Write(p []byte) (int, error) {
	if l.buffer.Len()+len(p) > l.limit {
		l.failed = true
		l.full()
		return 0, l.err()
	}
	return l.buffer.Write(p)
}

func (l *limitedTo) err() error {
	return fmt.Errorf("it wrote more than %d bytes", l.limit)
}

// A head keeps the first of what is written, for messages, and passes all on.
type head struct {
	text []byte
	next io.Writer
}

func (h *head) Write(p []byte) (int, error) {
	const enough = 4 << 10
	h.text = append(h.text, p[:min(len(p), enough-len(h.text))]...)
	if h.next == nil {
		return len(p), nil
	}
	return h.next.Write(p)
}

func (h *head) firstLine() string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(h.text)), "\n")
	return line
}

package bounded

import "bytes"

// A head keeps what is written, up to a limit; beyond it writing fails, and full is called.
type head struct {
	text   []byte
	limit  int
	full   func()
	failed bool
}

func (h *head) Write(p []byte) (int, error) {
	if h.failed || len(p) > h.limit-len(h.text) {
		h.failed, h.text = true, nil
		h.full()
		return 0, ErrTooMuch
	}
	h.text = append(h.text, p...)
	return len(p), nil
}

// maxTail is how much of a command's complaints is kept for an error message.
const maxTail = 4 << 10

// A Tail keeps the last 4 KiB of what is written, for messages. The zero value is empty. It is for one writer at a
// time.
type Tail struct{ kept []byte }

// Write never fails.
func (t *Tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p[max(0, len(p)-maxTail):]...)
	if len(t.kept) > 2*maxTail {
		t.kept = append(t.kept[:0], t.kept[len(t.kept)-maxTail:]...)
	}
	return len(p), nil
}

// String gives what was kept, without blanks around it.
func (t *Tail) String() string {
	return string(bytes.TrimSpace(t.kept[max(0, len(t.kept)-maxTail):]))
}

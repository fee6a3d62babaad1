package bounded

import (
	"bytes"
	"cmp"
)

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

// tailSize is how much of a command's complaints is kept for an error message.
const tailSize = 4 << 10

// A Tail keeps the last of what is written, for messages. The zero value is empty. It is for one writer at a time.
type Tail struct {
	// Size is how much is kept [4 KiB].
	Size int
	kept []byte
}

// Write never fails.
func (t *Tail) Write(p []byte) (int, error) {
	size := t.size()
	t.kept = append(t.kept, p[max(0, len(p)-size):]...)
	if len(t.kept) > 2*size {
		t.kept = append(t.kept[:0], t.kept[len(t.kept)-size:]...)
	}
	return len(p), nil
}

func (t *Tail) size() int { return cmp.Or(t.Size, tailSize) }

// String gives what was kept, without blanks around it.
func (t *Tail) String() string {
	return string(bytes.TrimSpace(t.kept[max(0, len(t.kept)-t.size()):]))
}

package timeline

import (
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Options say what is written where.
type Options struct {
	// Path is the file: .html (or .htm) is the page, .json trace events. One that is
	// there is replaced.
	Path string
	// Title says what is run, as "kamal deploy".
	Title string
	// Mask keeps secrets out of texts that came before the secret was known; nil does
	// nothing.
	Mask func(string) string
}

// Timeline collects what happens during a run, from [Open] to [Timeline.Close]. Its
// methods may be called by several goroutines at once.
type Timeline struct {
	options Options
	write   form
	began   time.Time

	mu      sync.Mutex
	spans   []*span
	open    map[key][]*span
	scripts map[config.Host][]*span // commands sent together, not all of which have ended
	marks   []mark
	hosts   hostOrder
	closed  bool
}

// Open begins a timeline. A file that can't be written there is an error.
func Open(o Options) (*Timeline, error) {
	write, err := formOf(o.Path)
	if err != nil {
		return nil, err
	}
	if err := tryWriting(o.Path); err != nil {
		return nil, writing(o.Path, err)
	}
	return &Timeline{
		options: o, write: write, began: time.Now(),
		open: map[key][]*span{}, scripts: map[config.Host][]*span{}, hosts: hostOrder{},
	}, nil
}

// Handle notes an event. Those that come after the end are left out.
func (t *Timeline) Handle(e kamal.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	t.note(e)
	if level, ok := marked(e); ok {
		for entry := range journal.Entries(e) {
			t.marks = append(t.marks, mark{host: entry.Host, at: t.now(), level: level, text: entry.Text})
		}
	}
}

// Close writes the file: the run ended so, with an error or without. What has not
// ended yet is shown as such. Only the first call does anything.
func (t *Timeline) Close(result error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil
	}
	t.closed = true
	text, err := t.write(t.story(result))
	if err == nil {
		err = replace(t.options.Path, text)
	}
	return writing(t.options.Path, err)
}

func (t *Timeline) now() time.Duration { return time.Since(t.began) }

// marked says how an event counts that is shown as a mark.
func marked(e kamal.Event) (level, bool) {
	switch e := e.(type) {
	case kamal.Note:
		return told, true
	case kamal.Warning, kamal.LockHeld:
		return warned, true
	case kamal.HostFailed:
		if journal.Interrupted(e.Err) {
			return warned, true
		}
		return failed, true
	case kamal.ContainerFailed:
		return failed, true
	}
	return told, false
}

package cli

import (
	"errors"
	"path/filepath"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/timeline"
	"github.com/kamal-go/kamal/kamal"
)

// beginTimeline begins the timeline that --timeline asks for.
func (p *Session) beginTimeline() error {
	path := p.options.Timeline
	if path == "" {
		if p.given("timeline") {
			return &cmdline.UsageError{Command: p.line.Command, Msg: "--timeline needs the name of a file"}
		}
		return nil
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(p.in.dir, path)
	}
	t, err := timeline.Open(timeline.Options{Path: path, Title: "kamal " + p.commandPath(), Mask: p.mask})
	if e, ok := errors.AsType[*timeline.FormError](err); ok {
		return &cmdline.UsageError{Command: p.line.Command, Msg: e.Error()}
	}
	if err != nil {
		return err
	}
	p.timeline, p.screen = t, recorded{p.screen, t}
	return nil
}

// recorded is a screen whose events a timeline gets too.
type recorded struct {
	screen.Screen
	timeline *timeline.Timeline
}

// Event implements [screen.Screen].
func (s recorded) Event(e kamal.Event) {
	s.timeline.Handle(e)
	s.Screen.Event(e)
}

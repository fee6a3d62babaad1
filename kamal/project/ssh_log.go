package project

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal"
)

// sshLogger turns what the connections have to say into events, from the
// configuration's level on; but host keys that were accepted are always told.
func sshLogger(events func(kamal.Event), level string) *slog.Logger {
	least := slog.LevelInfo
	if level == "debug" {
		least = slog.LevelDebug
	}
	return slog.New(&eventHandler{events: events, least: least})
}

// eventHandler is a slog.Handler that makes notes and warnings.
type eventHandler struct {
	events func(kamal.Event)
	least  slog.Level
	attrs  []slog.Attr
}

func (h *eventHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.least }

func (h *eventHandler) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	details := slices.Clone(h.attrs)
	r.Attrs(func(a slog.Attr) bool {
		details = append(details, a)
		return true
	})
	texts := make([]string, len(details))
	for i, a := range details {
		texts[i] = a.Key + " " + a.Value.String()
	}
	if len(texts) > 0 {
		text += " (" + strings.Join(texts, ", ") + ")"
	}
	if r.Level >= slog.LevelWarn {
		h.events(kamal.Warning{Text: text})
		return nil
	}
	h.events(kamal.Note{Text: text})
	return nil
}

func (h *eventHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *h
	c.attrs = append(c.attrs[:len(c.attrs):len(c.attrs)], attrs...)
	return &c
}

func (h *eventHandler) WithGroup(string) slog.Handler { return h }

package cli

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// sshLogger turns what the connections have to say into events, from the
// configuration's level on; but a host key that was accepted is always told.
func sshLogger(s screen.Screen, level string) *slog.Logger {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo}
	least, ok := levels[level]
	if !ok {
		least = slog.LevelInfo
	}
	return slog.New(&eventHandler{screen: s, least: least})
}

// eventHandler is a slog.Handler that makes notes and warnings.
type eventHandler struct {
	screen screen.Screen
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
		h.screen.Event(kamal.Warning{Text: text})
		return nil
	}
	h.screen.Event(kamal.Note{Text: text})
	return nil
}

func (h *eventHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *h
	c.attrs = append(c.attrs[:len(c.attrs):len(c.attrs)], attrs...)
	return &c
}

func (h *eventHandler) WithGroup(string) slog.Handler { return h }

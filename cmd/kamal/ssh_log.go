package main

import (
	"context"
	"log/slog"
	"strings"

	"github.com/kamal-go/kamal/kamal"
)

// sshLogger turns what the connections have to say into events, from the
// configuration's level on; but a host key that was accepted is always told.
func sshLogger(s screen, level string) *slog.Logger {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo}
	least, ok := levels[level]
	if !ok {
		least = slog.LevelInfo
	}
	return slog.New(&eventHandler{screen: s, least: least})
}

// eventHandler is a slog.Handler that makes notes and warnings.
type eventHandler struct {
	screen screen
	least  slog.Level
	attrs  []slog.Attr
}

func (h *eventHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.least }

func (h *eventHandler) Handle(_ context.Context, r slog.Record) error {
	text := strings.Builder{}
	text.WriteString(r.Message)
	write := func(a slog.Attr) bool {
		text.WriteString(" " + a.Key + "=" + a.Value.String())
		return true
	}
	for _, a := range h.attrs {
		write(a)
	}
	r.Attrs(write)
	if r.Level >= slog.LevelWarn {
		h.screen.event(kamal.Warning{Text: text.String()})
		return nil
	}
	h.screen.event(kamal.Note{Text: text.String()})
	return nil
}

func (h *eventHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *h
	c.attrs = append(c.attrs[:len(c.attrs):len(c.attrs)], attrs...)
	return &c
}

func (h *eventHandler) WithGroup(string) slog.Handler { return h }

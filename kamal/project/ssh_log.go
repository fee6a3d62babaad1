package project

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// sshLogger turns what the connections have to say into events, from the
// configuration's level on; but host keys that were accepted are always told.
func sshLogger(events func(kamal.Event), keys *newKeys, level string) *slog.Logger {
	least := slog.LevelInfo
	if level == "debug" {
		least = slog.LevelDebug
	}
	return slog.New(&eventHandler{events: events, keys: keys, least: least})
}

// eventHandler is a slog.Handler that makes notes and warnings.
type eventHandler struct {
	events func(kamal.Event)
	keys   *newKeys
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
	if text == sshx.AcceptedHostKey {
		if host, key, file := value(details, "host"), value(details, "key"), value(details, "file"); file != "" {
			h.keys.add(host, key, file)
			return nil
		}
	}
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

// value gives an attribute as text; empty where there is none.
func value(attrs []slog.Attr, key string) string {
	for _, a := range attrs {
		if a.Key == key {
			return a.Value.String()
		}
	}
	return ""
}

func (h *eventHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *h
	c.attrs = append(c.attrs[:len(c.attrs):len(c.attrs)], attrs...)
	return &c
}

func (h *eventHandler) WithGroup(string) slog.Handler { return h }

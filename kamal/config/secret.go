package config

import "log/slog"

// Secret is a text that must not be shown: whatever prints it prints
// [REDACTED]. The zero value is an empty secret.
type Secret struct{ value string }

// NewSecret hides a text.
func NewSecret(value string) Secret { return Secret{value} }

// String gives [REDACTED].
func (Secret) String() string { return "[REDACTED]" }

// GoString gives [REDACTED].
func (Secret) GoString() string { return "[REDACTED]" }

// LogValue gives [REDACTED].
func (Secret) LogValue() slog.Value { return slog.StringValue("[REDACTED]") }

// MarshalText gives [REDACTED].
func (Secret) MarshalText() ([]byte, error) { return []byte("[REDACTED]"), nil }

// Reveal gives the text itself. Call it only where the text is sent.
func (s Secret) Reveal() string { return s.value }

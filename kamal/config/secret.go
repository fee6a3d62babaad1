package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a text that must not be shown: whatever prints it prints
// [REDACTED]. The zero value is an empty secret.
type Secret struct{ value string }

// NewSecret hides a text.
func NewSecret(value string) Secret { return Secret{value} }

// String gives [REDACTED].
func (s Secret) String() string { return "[REDACTED]" }

// Format writes [REDACTED], whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue gives [REDACTED].
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText gives [REDACTED].
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal gives the text itself. Call it only where the text is sent.
func (s Secret) Reveal() string { return s.value }

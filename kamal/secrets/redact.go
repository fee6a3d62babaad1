package secrets

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[REDACTED]"

// Format implements [fmt.Formatter]: every verb prints [REDACTED].
func (v Value) Format(s fmt.State, _ rune) { io.WriteString(s, redacted) }

// LogValue implements [slog.LogValuer]: logs show [REDACTED].
func (v Value) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements [encoding.TextMarshaler]: encoders write [REDACTED].
func (v Value) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Format implements [fmt.Formatter]: every verb prints [REDACTED].
func (v Values) Format(s fmt.State, _ rune) { io.WriteString(s, redacted) }

// LogValue implements [slog.LogValuer]: logs show [REDACTED].
func (v Values) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements [encoding.TextMarshaler]: encoders write [REDACTED]. The secrets themselves are
// what [Values.JSON] gives.
func (v Values) MarshalText() ([]byte, error) { return []byte(redacted), nil }

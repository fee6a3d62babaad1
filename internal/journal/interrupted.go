package journal

import (
	"context"
	"errors"
)

// Interrupted reports whether an error says no more than that the work was ended by
// who asked for it: nothing has failed then. Of several that are joined each has to.
func Interrupted(err error) bool {
	if err == nil || !errors.Is(err, context.Canceled) {
		return false
	}
	if is, ok := err.(interface{ Is(error) bool }); ok && is.Is(context.Canceled) {
		return true
	}
	switch x := err.(type) {
	case interface{ Unwrap() error }:
		return Interrupted(x.Unwrap())
	case interface{ Unwrap() []error }:
		for _, part := range x.Unwrap() {
			if !Interrupted(part) {
				return false
			}
		}
	}
	return true
}

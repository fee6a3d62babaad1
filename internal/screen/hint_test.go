package screen

import (
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
)

// A lock that a person took is never waited for, so nobody is told to.
func TestHint_OfALockIsWhatHelps(t *testing.T) {
	for name, c := range map[string]struct {
		err   kamal.LockedError
		waits bool
	}{
		"of a deploy":            {kamal.LockedError{}, true},
		"of a deploy, waited":    {kamal.LockedError{Waited: time.Minute}, false},
		"taken by hand":          {kamal.LockedError{ByHand: true}, false},
		"taken by hand meantime": {kamal.LockedError{ByHand: true, Waited: time.Minute}, false},
	} {
		got := Hint(&c.err)
		if strings.Contains(got, "--lock-wait") != c.waits || !strings.Contains(got, "kamal lock release") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

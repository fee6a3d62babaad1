package journal

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal"
)

// Failure tells why a run failed; of a boot that did not get through also which
// host is in which state.
func Failure(err error) string {
	text := strings.TrimSpace(err.Error())
	if e, ok := errors.AsType[*kamal.BootError](err); ok && len(e.States) > 0 {
		text += "\n" + e.Report()
	}
	return text
}

// Seconds writes a duration out, as "3.2 seconds".
func Seconds(d time.Duration) string { return fmt.Sprintf("%.1f seconds", d.Seconds()) }

// end tells how something ended, and after how long.
func end(took time.Duration, err error) string {
	if err == nil {
		return "done in " + Seconds(took)
	}
	if Interrupted(err) {
		return "interrupted after " + Seconds(took)
	}
	return "failed after " + Seconds(took) + ": " + strings.TrimSpace(err.Error())
}

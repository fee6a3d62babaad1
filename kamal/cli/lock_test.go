package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLockData_NamesTheHolder(t *testing.T) {
	for _, c := range []struct {
		name, details string
		held          bool
		want          map[string]any
	}{
		{"nobody", "There is no deploy lock", false, map[string]any{"held": false}},
		{"unreadable", "", true, map[string]any{"held": true}},
		{
			"a person", "Locked by: ann at 2026-01-02T03:04:05Z\nVersion: v1\nMessage: back: soon\nVersion: v0", true,
			map[string]any{
				"held": true, "locked_by": "ann", "locked_at": "2026-01-02T03:04:05Z", "version": "v1", "message": "back: soon",
			},
		},
		{
			"a deploy", "Locked by: ann at 2026-01-02T03:04:05Z\nVersion: v1\nMessage: x\nHolder: ci pid 7\nHeartbeat: 2026-01-02T03:05:05Z", true,
			map[string]any{
				"held": true, "locked_by": "ann", "locked_at": "2026-01-02T03:04:05Z", "version": "v1", "message": "x",
				"holder": "ci pid 7", "heartbeat": "2026-01-02T03:05:05Z",
			},
		},
	} {
		if diff := cmp.Diff(c.want, lockData(c.details, c.held)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

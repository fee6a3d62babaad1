package kamal

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLockState_TakesTheDetailsApart(t *testing.T) {
	taken := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		name, details string
		want          LockState
	}{
		{"unreadable", "", LockState{}},
		{"of another tool", "Locked by: ann\nat some time", LockState{LockedBy: "ann"}},
		{
			"a person", "Locked by: ann at 2026-01-02T03:04:05Z\nVersion: v1\nMessage: back: soon\nVersion: v0",
			LockState{LockedBy: "ann", LockedAt: taken, Version: "v1", Message: "back: soon"},
		},
		{
			"a deploy", "Locked by: ann at 2026-01-02T03:04:05Z\nVersion: v1\nMessage: x\nHolder: ci pid 7\nHeartbeat: 2026-01-02T03:05:05Z",
			LockState{LockedBy: "ann", LockedAt: taken, Version: "v1", Message: "x", Holder: "ci pid 7", Heartbeat: taken.Add(time.Minute)},
		},
	} {
		c.want.Held, c.want.Details = true, c.details
		if diff := cmp.Diff(c.want, lockState(c.details)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

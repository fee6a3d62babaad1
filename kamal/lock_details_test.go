package kamal

import (
	"strings"
	"testing"
	"time"
)

func FuzzLockDetails_AreReadAsWritten(f *testing.F) {
	beat := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	head := "Locked by: Ann at 2026-11-27T12:00:00Z\nVersion: 1\nMessage: " + automaticMessage
	for _, l := range []lockDetails{
		{head: head, host: "laptop", pid: 7, beat: beat},
		{head: head, host: "laptop", pid: 7, beat: beat, holder: processID{table: "boot:1", pid: 7, start: "99", lock: 2}},
		{head: head, host: "laptop", pid: 7, beat: beat, holder: processID{table: "boot:1", pid: 7, start: unknownStart}},
	} {
		f.Add(l.String())
	}
	for _, s := range []string{"", automaticMessage, "Moving house", "\nHeartbeat: ", head + "\nHeartbeat: yesterday", head + processLine + "\nHeartbeat: " + timestamp(beat), head + processLine + "boot:1 H ? 0\nHeartbeat: " + timestamp(beat)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if shown := shownDetails(text); !strings.Contains(text, processLine) && shown != text {
			t.Errorf("%q is shown as %q", text, shown)
		}
		l, beats := parseLockDetails(text)
		if y := l.beat.UTC().Year(); !beats || y < 0 || y > 9999 {
			return
		}
		if l.holder.isGone() && (l.holder.pid <= 0 || l.holder.table == "") {
			t.Errorf("%q names nobody, who is gone", text)
		}
		l.head = head
		again, ok := parseLockDetails(l.String())
		if !ok || again.holder != l.holder || !again.beat.Equal(l.beat.Truncate(time.Second)) {
			t.Errorf("%+v is read as %+v, %t", l, again, ok)
		}
	})
}

package kamal

import (
	"os"
	"os/exec"
	"testing"
)

func TestProcess_IsGoneOnlyWhenThatIsCertain(t *testing.T) {
	own := ownProcess()
	if own.table == "" || own.pid != os.Getpid() {
		t.Fatalf("this process is %+v", own)
	}
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	start, exists := processStart(child.Process.Pid)
	if !exists || start == unknownStart {
		t.Fatalf("the child began at %q, exists: %t", start, exists)
	}
	living := processID{table: own.table, pid: child.Process.Pid, start: start}
	check := func(name string, p processID, want bool) {
		t.Helper()
		if got := p.isGone(); got != want {
			t.Errorf("%s: gone is %t", name, got)
		}
		if read, ok := parseProcessID(p.String()); p.table != "" && p.start != "" && (!ok || read != p) {
			t.Errorf("%s: %+v is read as %+v", name, p, read)
		}
	}
	other := living
	check("one that lives", living, false)
	other.start = "1"
	check("one whose number is another's now", other, true)
	other.start = unknownStart
	check("one whose start is not known", other, false)
	other.table, other.pid = "elsewhere", 1<<30
	check("one of another machine", other, false)
	check("nobody", processID{}, false)
	check("the first process, of another user", processID{table: own.table, pid: 1, start: unknownStart}, false)

	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for !living.isGone() { // not waited for: until then it is listed, as one that has ended
	}
	_ = child.Wait() // it was killed
	check("one that has ended", living, true)

	own.lock = ownLocks.take()
	check("this one, which holds the lock", own, false)
	ownLocks.giveUp(own.lock)
	check("this one, which gave the lock up", own, true)
}

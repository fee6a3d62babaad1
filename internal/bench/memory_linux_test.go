package main

import (
	"bytes"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// heavy makes this process large, as a thousand simulated servers do.
func heavy(t *testing.T) {
	t.Helper()
	ballast := bytes.Repeat([]byte("x"), 200*mega)
	t.Cleanup(func() { runtime.KeepAlive(ballast) })
}

func TestRunWatched_CountsTheProgramAlone(t *testing.T) {
	heavy(t)
	for script, want := range map[string][2]int64{
		"read line":                          {0, 100},
		"x=$(printf %0100000000d 1); read y": {100, 1000},
	} {
		cmd := exec.Command("sh", "-c", script)
		cmd.Stdin = strings.NewReader("\n")
		if memory, err := runWatched(cmd); err != nil || memory < want[0] || memory > want[1] {
			t.Errorf("%s: %d MB, %v", script, memory, err)
		}
	}
}

func TestRunWatched_TellsWhatAProgramThatFailsPrinted(t *testing.T) {
	if _, err := runWatched(exec.Command("sh", "-c", "echo out of luck >&2; exit 3")); err == nil || err.Error() != "exit status 3: out of luck\n" {
		t.Errorf("got %v", err)
	}
}

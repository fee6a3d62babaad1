package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// lookPause is how long passes between two looks at a program's memory. What it takes
// in its last moment may be missed.
const lookPause = 5 * time.Millisecond

// runWatched runs a program, and gives the most memory it had, in MB. What it printed is
// in the error.
//
// What wait4 tells won't do: it counts from the memory of the process that starts the
// program, and here that is all the servers.
func runWatched(cmd *exec.Cmd) (memory int64, err error) {
	var printed strings.Builder
	cmd.Stdout, cmd.Stderr = &printed, &printed
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	look := time.NewTicker(lookPause)
	defer look.Stop()
	for {
		if most, err := mostMemory(cmd.Process.Pid); err == nil {
			memory = max(memory, most)
		}
		select {
		case err := <-ended:
			if err != nil {
				err = fmt.Errorf("%w: %s", err, &printed)
			}
			return memory, err
		case <-look.C:
		}
	}
}

// mostMemory is the most that a running process has had in memory so far, in MB.
func mostMemory(pid int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(status), "\nVmHWM:")
	fields := strings.Fields(rest)
	if !found || len(fields) == 0 {
		return 0, errors.New("it has ended")
	}
	kilobytes, err := strconv.ParseInt(fields[0], 10, 64)
	return kilobytes >> 10, err
}

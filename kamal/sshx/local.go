package sshx

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"runtime"
)

// localShell gives a command line to the user's shell here, as ssh does with
// ProxyCommand and Match exec.
func localShell(ctx context.Context, line string) *exec.Cmd {
	if runtime.GOOS == "windows" {
		return exec.CommandContext(ctx, "cmd", "/c", line)
	}
	return exec.CommandContext(ctx, cmp.Or(os.Getenv("SHELL"), "/bin/sh"), "-c", line)
}

package kamal

import "os/exec"

// interruptFirst does nothing here: Windows has no interrupt for another process.
func interruptFirst(*exec.Cmd, bool) (ended func()) { return func() {} }

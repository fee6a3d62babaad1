package bounded

import "os/exec"

// A group is a command alone: Windows has no interrupt for another process, and no groups that are killed at once.
type group struct{ cmd *exec.Cmd }

func newGroup(cmd *exec.Cmd) *group { return &group{cmd} }

func (g *group) interrupt() error { return g.kill() }

func (g *group) kill() error {
	if g.cmd.Process == nil {
		return nil
	}
	return g.cmd.Process.Kill()
}

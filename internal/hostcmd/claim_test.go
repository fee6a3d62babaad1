package hostcmd_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

// While one has the claim nobody passes, and who passes leaves nothing behind.
func TestClaim_OneGoesOn(t *testing.T) {
	c := load(t, small)
	claim := hostcmd.Claim{Config: c, Role: "web", ID: "0123456789ab"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		for i, step := range []struct {
			cmd  commands.Cmd
			well bool
		}{
			{hostcmd.Server{Config: c}.MakeAppDirectory(), true},
			{claim.Pass(), true},
			{claim.Pass(), true},
			{claim.Take(), true},
			{claim.Take(), false},
			{claim.Pass(), false},
			{claim.Return(), true},
			{claim.Return(), false},
			{claim.Pass(), true},
		} {
			if _, well := h.Try(step.cmd, ""); well != step.well {
				t.Errorf("step %d: %s ended well: %t", i, step.cmd, well)
			}
		}
	})
}

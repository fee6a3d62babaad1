package hostcmd_test

import (
	"slices"
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestAudit_TellsWhatWasBooted(t *testing.T) {
	audit := hostcmd.Audit{Config: load(t, small)}
	log := "[2026-01-31T12:00:00Z] [dev@example.com] Tagging registry.example.com/acme/shop:v1 as the latest image\nanother line\n"
	if got := audit.ParseBooted(log); !slices.Equal(got, []config.Version{"v1"}) {
		t.Errorf("got %v", got)
	}
}

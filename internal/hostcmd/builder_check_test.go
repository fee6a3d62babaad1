package hostcmd_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
)

func withRemote(tb testing.TB) hostcmd.Builder {
	tb.Helper()
	text := strings.ReplaceAll(small, "builder: {arch: amd64}", `builder: {arch: amd64, remote: "ssh://builder@192.0.2.5"}`)
	return hostcmd.Builder{Builder: commands.Builder{Config: load(tb, text), Machine: "arm64"}}
}

func TestBuilder_FitsOnlyItsMachine(t *testing.T) {
	b := withRemote(t)
	good := "Name: x\nDriver: docker-container\nEndpoint:   " + b.Name() + "-context" + "\nStatus: running\ncontext ssh://builder@192.0.2.5\n"
	for name, c := range map[string]struct {
		output string
		want   bool
	}{
		"its own":          {good, true},
		"another endpoint": {strings.Replace(good, b.Name()+"-context", "unix:///var/run/docker.sock", 1), false},
		"another machine":  {strings.Replace(good, "192.0.2.5", "192.0.2.50", 1), false},
		"nothing":          {"", false},
	} {
		if got := b.Fits(c.output); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	local := hostcmd.Builder{Builder: commands.Builder{Config: load(t, small), Machine: "arm64"}}
	if !local.Fits("Name: x\n") {
		t.Error("a local builder does not fit")
	}
}

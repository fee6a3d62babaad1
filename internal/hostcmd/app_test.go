package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func web(tb testing.TB, text string) hostcmd.App {
	tb.Helper()
	c := load(tb, text)
	return hostcmd.App{App: commands.App{Config: c, Role: c.Role("web"), Host: "192.0.2.1"}}
}

func TestApp_VersionOf(t *testing.T) {
	app := web(t, small)
	for name, want := range map[string]config.Version{
		"shop-web-v1": "v1", "shop-web-v1_replaced_00": "v1_replaced_00", "shop-job-v1": "", "shop-web": "", "": "",
	} {
		if got := app.VersionOf(name); got != want {
			t.Errorf("the version of %q is %q, want %q", name, got, want)
		}
	}
}

func TestParseStates(t *testing.T) {
	got := hostcmd.ParseStates(`
existing web 000000000001 shop-web-v2
latest web 000000000003 shop-web-v3
running web 000000000004 shop-web-v4
running web 000000000003 shop-web-v3
running web 000000000002 shop-web-v1
running job 000000000006 shop-job-v1
running job 000000000005 shop-job-v0
a line of something else
`)
	want := map[string]hostcmd.State{
		"web": {
			Existing: hostcmd.Container{ID: "000000000001", Name: "shop-web-v2"},
			Running:  hostcmd.Container{ID: "000000000003", Name: "shop-web-v3"},
			Doubtful: true,
			Stale: []hostcmd.Container{
				{ID: "000000000004", Name: "shop-web-v4"}, {ID: "000000000002", Name: "shop-web-v1"},
			},
			Printed: "existing web 000000000001 shop-web-v2,latest web 000000000003 shop-web-v3,running web 000000000004 shop-web-v4," +
				"running web 000000000003 shop-web-v3,running web 000000000002 shop-web-v1,",
		},
		"job": {
			Running: hostcmd.Container{ID: "000000000006", Name: "shop-job-v1"},
			Stale:   []hostcmd.Container{{ID: "000000000005", Name: "shop-job-v0"}},
			Printed: "running job 000000000006 shop-job-v1,running job 000000000005 shop-job-v0,",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

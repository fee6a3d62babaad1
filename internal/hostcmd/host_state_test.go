package hostcmd_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
)

func TestParseNetworks(t *testing.T) {
	got := hostcmd.ParseNetworks("shop-web-v1 bridge,kamal\nshop-db \n\nshop-job-v1 host\n")
	want := []hostcmd.ContainerNetworks{
		{Name: "shop-web-v1", Networks: []string{"bridge", "kamal"}}, {Name: "shop-db"}, {Name: "shop-job-v1", Networks: []string{"host"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseNeighbours_SayWhoIsBehindWhichProxy(t *testing.T) {
	got := hostcmd.ParseNeighbours("kamal-proxy kamal org.opencontainers.image.title=kamal-proxy\n" +
		"shop-web-v1 kamal service=shop,role=web,destination=staging\n" +
		"blog-web-v1 bridge service=blog,traefik.http.routers.blog-web.rule=PathPrefix(`/`)\n" +
		"traefik bridge traefik.http.routers.catchall.priority=1\n" +
		"both kamal,bridge traefik.http.routers.both.rule=x\n" +
		"other bridge a=b\n")
	want := []hostcmd.Neighbour{
		{Name: "shop-web-v1", Service: "shop", Destination: "staging", Role: "web", KamalProxy: true},
		{Name: "blog-web-v1", Service: "blog", Traefik: true},
		{Name: "both", KamalProxy: true, Traefik: true},
		{Name: "other"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCreateNetwork_IsFineWithOneThatIsThere(t *testing.T) {
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker(`test "$2" = inspect`)
		h.Run(hostcmd.CreateNetwork())
		h.Docker(`exit 1`)
		if _, ok := h.Try(hostcmd.CreateNetwork(), ""); ok {
			t.Error("a docker that does nothing was taken for a network")
		}
	})
}

func TestAudit_AppendsLines(t *testing.T) {
	c := load(t, small)
	noon := time.Date(2026, 1, 31, 13, 0, 0, 0, time.FixedZone("", 3600))
	audit := hostcmd.Audit{Config: c, Performer: `it's \n me`}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		audit := audit
		if out := h.Run(audit.Show()); out != "" {
			t.Errorf("without a log it prints %q", out)
		}
		h.Run(audit.Record(noon, "Pruned\nimages"))
		audit.Role = c.Role("web")
		h.Run(audit.Record(noon, `Executed cmd 'echo "$HOME" \t' on app version v1`))
		want := "[2026-01-31T12:00:00Z] [it's \\n me] Pruned\\nimages\n" +
			"[2026-01-31T12:00:00Z] [it's \\n me] [web] Executed cmd 'echo \"$HOME\" \\t' on app version v1\n"
		if diff := cmp.Diff(want, h.Run(audit.Show())); diff != "" {
			t.Error(diff)
		}
	})
}

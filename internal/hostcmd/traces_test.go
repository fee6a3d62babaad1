package hostcmd_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

// twoRoles is a service whose names begin those of others.
const twoRoles = `service: shop
image: acme/shop
servers:
  web: [192.0.2.1]
  job: {hosts: [192.0.2.1], cmd: bin/job}
registry: {username: u, password: [P]}
builder: {arch: amd64}
accessories:
  db: {image: "postgres:17", host: 192.0.2.1}
`

// fill makes files with a text in them.
func fill(h shelltest.Host, files ...string) {
	h.Helper()
	for _, f := range files {
		h.Write(f, "secret\n")
	}
}

func TestTraces_RemoveWhatIsTheServicesOwn(t *testing.T) {
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		c := load(t, twoRoles)
		h.Docker(`case "$*" in *ls*) echo keep shop-kept;; *) exit 1;; esac`)
		own := []string{
			".kamal/env/roles/shop-web.env", ".kamal/env/roles/shop-job.env", ".kamal/env/roles/shop-old.env",
			".kamal/env/accessories/shop-db.env", ".kamal/env/accessories/shop-gone.env", ".kamal/env/traefik/traefik.env",
			".kamal/apps/shop/env/roles/web.env", ".kamal/proxy/apps-config/shop/tls/web/key.pem",
			".kamal/cords/shop-web-0123456789abcdef0123456789abcdef/cord",
		}
		others := []string{
			".kamal/apps/shop-web/x", ".kamal/cords/shop-web-web-0123456789abcdef0123456789abcdef/cord",
			".kamal/env/accessories/shop-kept.env", ".kamal/env/roles/shop-web-staging.env",
			".kamal/env/roles/shop-web-web.env", ".kamal/proxy/apps-config/shop-web/tls/web/key.pem",
		}
		fill(h, append(own, others...)...)
		h.Write(".kamal/shop-audit.log", strings.Join([]string{
			"[2026-01-31T12:00:00Z] [dev@example.com] [web] Booted app version v1",
			"[2026-01-31T12:00:00Z] [dev@example.com] [old] Booted app version v1",
			"[2026-01-31T12:00:00Z] [dev@example.com] Booted gone accessory",
			"[2026-01-31T12:00:00Z] [dev@example.com] Booted kept accessory",
		}, "\n")+"\n")
		h.Run(hostcmd.Traces{Config: c, Host: "192.0.2.1"}.Remove())
		left := h.Run(commands.Command("sh", "-c", "find .kamal -type f | LC_ALL=C sort"))
		want := strings.Join(others, "\n") + "\n.kamal/shop-audit.log\n"
		if diff := cmp.Diff(want, left); diff != "" {
			t.Errorf("left (-want +got):\n%s", diff)
		}
	})
}

func TestTraces_LeaveNoFolderBehind(t *testing.T) {
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker("exit 1")
		fill(h, ".kamal/env/roles/shop-web.env", ".kamal/env/accessories/shop-db.env", ".kamal/apps/shop/x", ".kamal/shop-audit.log")
		h.Run(hostcmd.Traces{Config: load(t, twoRoles), Host: "192.0.2.1"}.Remove())
		if got := h.Run(commands.Command("ls", ".kamal")); got != "shop-audit.log\n" {
			t.Errorf("left: %q", got)
		}
	})
}

// A role of a destination has the destination in its file's name.
func TestTraces_FormerRolesKnowTheDestination(t *testing.T) {
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		c := load(t, "# destination: staging\n"+twoRoles)
		fill(h, ".kamal/env/roles/shop-old-staging.env", ".kamal/env/roles/shop-old.env")
		h.Write(".kamal/shop-staging-audit.log", "[T] [dev] [staging] [old] Booted app version v1\n")
		h.Run(hostcmd.Traces{Config: c, Host: "192.0.2.1"}.FormerRoles())
		if got := h.Run(commands.Command("ls", ".kamal/env/roles")); got != "shop-old.env\n" {
			t.Errorf("left: %q", got)
		}
		h.Run(commands.Command("rm", ".kamal/shop-staging-audit.log"))
		h.Run(hostcmd.Traces{Config: c, Host: "192.0.2.1"}.FormerRoles()) // a host without a log has nothing to remove
	})
}

func TestAccessory_SparesNeighboursOfItsNameAndImage(t *testing.T) {
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		c := load(t, twoRoles)
		a := commands.Accessory{Config: c, Accessory: c.Accessories[0], Host: "192.0.2.1"}
		h.Docker(`case "$*" in *Names*) printf 'shop-db\nshop-db-web-v1\n';; *Image*) printf 'postgres:17\n';; esac`)
		h.Run(a.RemoveContainer())
		h.Run(a.RemoveImage())
		if calls := h.Calls(); strings.Contains(calls, "prune") || strings.Contains(calls, "<image>") || !strings.Contains(calls, "<container><rm><shop-db>") {
			t.Errorf("docker was told\n%s", calls)
		}
		h.Docker(`case "$*" in *Names*) echo shop-db;; *Image*) printf 'postgres:17.1\n';; esac`)
		h.Run(a.RemoveContainer())
		h.Run(a.RemoveImage())
		for _, want := range []string{"<container><prune><--force><--filter><label=service=shop-db>", "<image><rm><--force><postgres:17>"} {
			if !strings.Contains(h.Calls(), want) {
				t.Errorf("docker was not told %s", want)
			}
		}
	})
}

func TestParseProxyList(t *testing.T) {
	const list = "\x1b[3;94mService\x1b[0m   \x1b[3;94mHost\x1b[0m  \x1b[3;94mPath\x1b[0m  \x1b[3;94mTarget\x1b[0m  \x1b[3;94mState\x1b[0m  \x1b[3;94mTLS\x1b[0m  \n" +
		"\x1b[1;34mblog-web\x1b[0m  \x1b[m*\x1b[0m     \x1b[m/\x1b[0m     \x1b[m0123:80\x1b[0m  \x1b[mrunning\x1b[0m  \x1b[mno\x1b[0m  \n" +
		"\x1b[1;34mshop-db\x1b[0m   \x1b[m*\x1b[0m     \x1b[m\x1b[0m      \x1b[m4567:80\x1b[0m  \x1b[mpaused\x1b[0m   \x1b[myes\x1b[0m  \n"
	for output, want := range map[string]struct {
		services []hostcmd.ProxyService
		ok       bool
	}{
		list:                                   {[]hostcmd.ProxyService{{"blog-web", "*", "/", "0123:80", false, "running"}, {"shop-db", "*", "", "4567:80", true, "paused"}}, true},
		"Service Host Path Target State TLS\n": {nil, true},
		"Service Host Path Target State TLS Age\nx * / y running no 3d\n": {[]hostcmd.ProxyService{{"x", "*", "/", "y", false, "running"}}, true},
		"":                          {nil, false},
		"Error: no such command":    {nil, false},
		"blog-web * / x running no": {nil, false},
	} {
		got, ok := hostcmd.ParseProxyList(output)
		if ok != want.ok || !cmp.Equal(got, want.services) {
			t.Errorf("%q: %v, %t, want %+v", output, got, ok, want)
		}
	}
}

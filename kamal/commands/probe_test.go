package commands_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/commands"
)

func TestProbe_TellsWhatIsThere(t *testing.T) {
	probe := commands.Probe{Config: load(t, small), Host: "192.0.2.1"}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.docker(`case $1 in version) echo docker 28.0.0;; container) echo proxy kamal-proxy basecamp/kamal-proxy:v0.9.2;; esac`)
		got := commands.ParseProbe(h.run(probe.Look()))
		if got.FreeKiB < 0 {
			t.Error("the room on the disk is not known")
		}
		got.FreeKiB, got.Ports = 0, nil
		want := commands.Findings{Docker: commands.DockerReady, Proxies: commands.Proxies{KamalProxy: "basecamp/kamal-proxy:v0.9.2"}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestProbe_OfAHostWithoutDockerFindsNone(t *testing.T) {
	probe := commands.Probe{Config: load(t, small), Host: "192.0.2.1"}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.docker("exit 1")
		if got := commands.ParseProbe(h.run(probe.Look())); got.Docker != commands.DockerMissing || got.Proxies != (commands.Proxies{}) {
			t.Errorf("found %+v", got)
		}
	})
}

func TestParseProbe(t *testing.T) {
	got := commands.ParseProbe("client\ndocker 28.0.0\nproxy traefik traefik:v2.10\ndisk 1234\nport 80\nport 443\nport 80\nnoise\n")
	want := commands.Findings{
		Docker: commands.DockerReady, Proxies: commands.Proxies{Traefik: "traefik:v2.10"}, FreeKiB: 1234, Ports: []string{"80", "443"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := commands.ParseProbe("disk -\n").FreeKiB; got != -1 {
		t.Errorf("an unknown room is %d", got)
	}
}

func TestProbe_TellsWhatIsOpenToAll(t *testing.T) {
	probe := commands.Probe{Config: load(t, small), Host: "192.0.2.1"}
	onEveryShell(t, func(t *testing.T, h aHost) {
		h.docker("exit 1")
		h.run(commands.Command("mkdir", "-p", ".kamal/env/roles", ".kamal/proxy"))
		h.run(commands.Command("touch", ".kamal/env/roles/a b.env", ".kamal/env/roles/c.env", ".kamal/proxy/d"))
		for mode, open := range map[string]bool{"700": false, "750": false, "701": true, "704": true, "702": true, "755": true} {
			h.run(commands.Command("chmod", mode, ".kamal", ".kamal/env/roles/a b.env", ".kamal/proxy/d"))
			h.run(commands.Command("chmod", "600", ".kamal/env/roles/c.env"))
			got := commands.ParseProbe(h.run(probe.Look()))
			var dir string
			var files []string
			if open {
				dir, files = ".kamal", []string{".kamal/env/roles/a b.env"}
			}
			if got.OpenDirectory != dir || !slices.Equal(got.OpenFiles, files) {
				t.Errorf("mode %s: found %q and %q", mode, got.OpenDirectory, got.OpenFiles)
			}
		}
	})
}

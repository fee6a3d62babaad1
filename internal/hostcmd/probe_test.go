package hostcmd_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestProbe_TellsWhatIsThere(t *testing.T) {
	probe := hostcmd.Probe{Config: load(t, small), Host: "192.0.2.1"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker(`case $1 in version) echo docker 28.0.0;; container) echo proxy kamal-proxy basecamp/kamal-proxy:v0.9.2;; esac`)
		got := hostcmd.ParseProbe(h.Run(probe.Look()))
		if got.FreeKiB < 0 {
			t.Error("the room on the disk is not known")
		}
		if got.Machine.Name == "" || time.Since(got.Machine.Clock).Abs() > time.Minute {
			t.Errorf("the machine is %q, its clock %s", got.Machine.Name, got.Machine.Clock)
		}
		got.FreeKiB, got.Ports, got.Machine = 0, nil, hostcmd.Machine{}
		want := hostcmd.Findings{Docker: hostcmd.DockerReady, DockerVersion: "28.0.0", Proxies: hostcmd.Proxies{KamalProxy: "basecamp/kamal-proxy:v0.9.2"}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestProbe_OfAHostWithoutDockerFindsNone(t *testing.T) {
	probe := hostcmd.Probe{Config: load(t, small), Host: "192.0.2.1"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker("exit 1")
		if got := hostcmd.ParseProbe(h.Run(probe.Look())); got.Docker != hostcmd.DockerMissing || got.Proxies != (hostcmd.Proxies{}) {
			t.Errorf("found %+v", got)
		}
	})
}

func TestParseProbe(t *testing.T) {
	got := hostcmd.ParseProbe("client\ndocker 28.0.0\nproxy traefik traefik:v2.10\ndisk 1234\nport 80\nport 443\nport 80\nnoise\n")
	want := hostcmd.Findings{
		Docker: hostcmd.DockerReady, DockerVersion: "28.0.0", Proxies: hostcmd.Proxies{Traefik: "traefik:v2.10"}, FreeKiB: 1234, Ports: []string{"80", "443"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := hostcmd.ParseProbe("disk -\n").FreeKiB; got != -1 {
		t.Errorf("an unknown room is %d", got)
	}
}

func TestProbe_TellsWhatIsOpenToAll(t *testing.T) {
	probe := hostcmd.Probe{Config: load(t, small), Host: "192.0.2.1"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker("exit 1")
		h.Run(commands.Command("mkdir", "-p", ".kamal/env/roles", ".kamal/proxy"))
		h.Run(commands.Command("touch", ".kamal/env/roles/a b.env", ".kamal/env/roles/c.env", ".kamal/proxy/d"))
		for mode, open := range map[string]bool{"700": false, "750": false, "701": true, "704": true, "702": true, "755": true} {
			h.Run(commands.Command("chmod", mode, ".kamal", ".kamal/env/roles/a b.env", ".kamal/proxy/d"))
			h.Run(commands.Command("chmod", "600", ".kamal/env/roles/c.env"))
			got := hostcmd.ParseProbe(h.Run(probe.Look()))
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

package commands_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestProxy_RunsWithWhatItsFilesSay(t *testing.T) {
	proxy := hostcmd.Proxy{Proxy: commands.Proxy{Config: load(t, small), Host: "192.0.2.1"}}
	base := "<run><--name><kamal-proxy><--network><kamal><--detach><--restart><unless-stopped>" +
		"<--volume><kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy><--volume><HERE/.kamal/proxy/apps-config:/home/kamal-proxy/.apps-config>"
	for name, c := range map[string]struct {
		set         commands.BootConfig
		want, shown string
	}{
		"without any": {
			commands.BootConfig{},
			"<--publish><80:80><--publish><443:443><--log-opt><max-size=10m><basecamp/kamal-proxy:v0.9.2>",
			"--publish 80:80 --publish 443:443 --log-opt max-size=10m basecamp/kamal-proxy:v0.9.2",
		},
		"with everything": {
			commands.BootConfig{
				PublishIPs: []string{"192.0.2.1", "::1"}, HTTPPort: 8080, HTTPSPort: 8443, LogMaxSize: new(""),
				Registry: "registry.example.com", Repository: "acme", Version: "v0.9.4", MetricsPort: 9000, Debug: true,
				DockerOptions: []string{`label=x=a "b" 'c'`, "privileged"},
			},
			"<--publish><192.0.2.1:8080:80><--publish><192.0.2.1:8443:443><--publish><[::1]:8080:80><--publish><[::1]:8443:443>" +
				`<--expose=9000><--label=x=a "b" 'c'><--privileged><registry.example.com/acme/kamal-proxy:v0.9.4>` +
				"<kamal-proxy><run><--debug><--metrics-port><9000>",
			"",
		},
		"without ports": {
			commands.BootConfig{NoPublish: true},
			"<--log-opt><max-size=10m><basecamp/kamal-proxy:v0.9.2>",
			"--log-opt max-size=10m basecamp/kamal-proxy:v0.9.2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
				h.Run(proxy.SetBootConfig(commands.BootConfig{Version: "v0.0.1", Debug: true}))
				h.Run(proxy.SetBootConfig(c.set))
				h.Run(proxy.Run())
				got := strings.ReplaceAll(h.Calls(), h.Dir, "HERE")
				if diff := cmp.Diff(base+c.want+"\n", got); diff != "" {
					t.Error(diff)
				}
				if got := strings.TrimSpace(h.Run(proxy.BootConfig())); c.shown != "" && got != c.shown {
					t.Errorf("the settings are shown as %q, want %q", got, c.shown)
				}
			})
		})
	}
}

func TestProxy_OfFilesWithoutLineBreaks(t *testing.T) {
	proxy := commands.Proxy{Config: load(t, small), Host: "192.0.2.1"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write(".kamal/proxy/options", "--publish 80:80")
		h.Write(".kamal/proxy/image", "acme/kamal-proxy")
		h.Write(".kamal/proxy/image_version", "v1.0.0")
		h.Write(".kamal/proxy/run_command", `kamal-proxy run --metrics-port "9000"`)
		h.Run(proxy.Run())
		_, got, _ := strings.Cut(h.Calls(), ".apps-config>")
		if want := "<--publish><80:80><acme/kamal-proxy:v1.0.0><kamal-proxy><run><--metrics-port><9000>\n"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestProxy_BootRunsOnlyWhatIsNotThere(t *testing.T) {
	proxy := commands.Proxy{Config: load(t, small), Host: "192.0.2.1"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Run(proxy.Boot())
		if want := "<container><start><kamal-proxy>\n"; h.Calls() != want {
			t.Errorf("docker was told %s", h.Calls())
		}
		h.Docker(`test "$1" = run`)
		h.Run(proxy.Boot())
		if got := strings.Count(h.Calls(), "<run>"); got != 1 {
			t.Errorf("docker was told %s", h.Calls())
		}
	})
}

package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestParseBootConfig_ReadsWhatSetWrites(t *testing.T) {
	size := func(s string) *string { return &s }
	for output, want := range map[string]commands.BootConfig{
		"--publish 80:80 --publish 443:443 --log-opt max-size=10m basecamp/kamal-proxy:v0.9.2": {
			HTTPPort: 80, HTTPSPort: 443, LogMaxSize: size("10m"), Repository: "basecamp", Version: "v0.9.2",
		},
		`--publish 10.0.0.1:8080:80 --publish 10.0.0.1:8443:443 --publish [::1]:8080:80 --publish [::1]:8443:443 --expose=9090 ` +
			`"--label=a b" --memory=1g registry.example.com/own/kamal-proxy:v1 kamal-proxy run --debug --metrics-port "9090" `: {
			PublishIPs: []string{"10.0.0.1", "::1"}, HTTPPort: 8080, HTTPSPort: 8443, LogMaxSize: size(""), Registry: "registry.example.com",
			Repository: "own", Version: "v1", MetricsPort: 9090, Debug: true, DockerOptions: []string{"label=a b", "memory=1g"},
		},
		"localhost:5000/kamal-proxy:v1": {NoPublish: true, LogMaxSize: size(""), Registry: "localhost:5000", Version: "v1"},
		`"--label=it's" --label=a\ b kamal-proxy:v1`: {
			NoPublish: true, LogMaxSize: size(""), Version: "v1", DockerOptions: []string{"label=it's", "label=a b"},
		},
		`--label="open kamal-proxy:v1`: {NoPublish: true, LogMaxSize: size(""), Version: "v1", DockerOptions: []string{`label="open`}},
		"":                             {NoPublish: true, LogMaxSize: size("")},
	} {
		if diff := cmp.Diff(want, hostcmd.ParseBootConfig(output)); diff != "" {
			t.Errorf("%s: %s", output, diff)
		}
	}
}

func TestParseBuilders_ReadsNames(t *testing.T) {
	out := "NAME        DESCRIPTION   DOCKER ENDPOINT   ERROR\ndefault *   Current       unix:///s\n" +
		"NAME/NODE                              DRIVER/ENDPOINT                   STATUS\n" +
		"kamal-local-docker-container           docker-container\n \\_ kamal-local-docker-container0       \\_ unix:///s   running\n" +
		"remote                                 docker-container\n  remote0                              ssh://app   inactive\ndefault*                               docker\n"
	if diff := cmp.Diff([]string{"kamal-local-docker-container", "remote", "default"}, hostcmd.ParseBuilders(out)); diff != "" {
		t.Error(diff)
	}
	if got := hostcmd.ParseBuilders("Inspecting builder: x"); got != nil {
		t.Errorf("got %q", got)
	}
}

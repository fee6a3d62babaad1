package rerun_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/rerun"
)

const asked = `{"Image": "sha256:1", "Config": {
  "User": "app", "StopTimeout": 20, "Env": ["PATH=/bin", "TOKEN=x"], "Cmd": ["serve", "--all"], "Entrypoint": ["/tini", "--"],
  "Labels": {"of": "image", "own": "1"}, "ExposedPorts": {"80/tcp": {}},
  "Healthcheck": {"Test": ["CMD", "curl", "-f", "a b"], "Interval": 1500000000, "Retries": 3}},
"HostConfig": {"Binds": ["/a:/b:ro"], "NetworkMode": "kamal"}}`

func parse(t *testing.T, text string) rerun.Container {
	t.Helper()
	var c rerun.Container
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func line(c rerun.Container) string {
	options, command := c.Args()
	return strings.Join(options, " ") + " | " + strings.Join(command, " ")
}

func TestArgs_HaveDockersHealthCheck(t *testing.T) {
	c := parse(t, asked)
	for test, want := range map[string]string{
		`["CMD", "curl", "-f", "a b"]`:         "--health-cmd curl -f 'a b' --health-interval 1.5s --health-retries 3",
		`["CMD-SHELL", "curl -f a || exit 1"]`: "--health-cmd curl -f a || exit 1 --health-interval 1.5s --health-retries 3",
		`["NONE"]`:                             "--no-healthcheck",
	} {
		if err := json.Unmarshal([]byte(test), &c.Config.Healthcheck.Test); err != nil {
			t.Fatal(err)
		}
		if got := line(c); !strings.Contains(got, " "+want+" --env") {
			t.Errorf("%s: got %s", test, got)
		}
	}
}

func TestWithout_LeavesOutWhatIsOfTheImage(t *testing.T) {
	c := parse(t, asked)
	image := rerun.Config{
		User: "app", Env: []string{"PATH=/bin", "TOKEN=y"}, Cmd: []string{"serve"}, Entrypoint: []string{"/tini", "--"},
		Labels: map[string]string{"of": "image", "own": "2"}, ExposedPorts: map[string]struct{}{"80/tcp": {}}, Healthcheck: c.Config.Healthcheck,
	}
	want := "--network kamal --volume /a:/b:ro --stop-timeout 20 --env TOKEN=x --label own=1 | serve --all"
	if diff := cmp.Diff(want, line(c.Without(image))); diff != "" {
		t.Error(diff)
	}
	image.Cmd = c.Config.Cmd
	if got := line(c.Without(image)); !strings.HasSuffix(got, "| ") {
		t.Errorf("the command of the image is given: %s", got)
	}
	if got := line(c); !strings.Contains(got, "PATH=/bin") {
		t.Errorf("the container was changed: %s", got)
	}
}

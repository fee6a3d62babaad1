package dockersays_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/dockersays"
)

func TestHeard_TellsTroublesApart(t *testing.T) {
	for text, want := range map[string]struct {
		trouble dockersays.Trouble
		typed   string
	}{
		"sh: 1: docker: not found":                                                  {dockersays.Missing, "curl "},
		"bash: line 1: docker: command not found":                                   {dockersays.Missing, "curl "},
		`exec: "docker": executable file not found in $PATH`:                        {dockersays.Missing, "curl "},
		"docker: unknown command: docker buildx":                                    {dockersays.NoBuildx, "sudo apt-get install -y docker-buildx"},
		"docker: 'buildx' is not a docker command.":                                 {dockersays.NoBuildx, "sudo apt-get install -y docker-buildx"},
		"ERROR: BuildKit is enabled but the buildx component is missing or broken.": {dockersays.NoBuildx, "sudo apt-get install"},

		"Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?":                             {dockersays.Stopped, "sudo systemctl start docker"},
		"Cannot connect to the Docker daemon at unix:///run/user/1000/docker.sock. Is the docker daemon running?":                       {dockersays.Stopped, "systemctl --user start docker"},
		"Cannot connect to the Docker daemon at unix:///home/ann/.docker/desktop/docker.sock. Is the docker daemon running?":            {dockersays.Stopped, "systemctl --user start docker-desktop"},
		"Cannot connect to the Docker daemon at unix:///Users/ann/.colima/default/docker.sock. Is the docker daemon running?":           {dockersays.Stopped, "colima start"},
		"failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running": {dockersays.Stopped, "sudo systemctl start docker"},
		`error during connect: Get "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.50/info": open //./pipe/docker_engine: not there`:          {dockersays.Stopped, "sudo systemctl"},

		"permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock": {dockersays.Refused, "sudo usermod -aG docker"},
		"permission denied while trying to connect to the docker API at unix:///var/run/docker.sock":           {dockersays.Refused, "sudo usermod -aG docker"},

		"Cannot connect to the Docker daemon at tcp://127.0.0.1:1. Is the docker daemon running?":       {dockersays.Elsewhere, "unset DOCKER_HOST"},
		"failed to connect to the docker API at tcp://127.0.0.1:1":                                      {dockersays.Elsewhere, "unset DOCKER_HOST"},
		`error during connect: Get "http://foo:2375/v1.50/version": dial tcp: lookup foo: no such host`: {dockersays.Elsewhere, "unset DOCKER_HOST"},
		`Failed to initialize: unable to resolve docker endpoint: context "nope": context not found`:    {dockersays.Elsewhere, "unset DOCKER_HOST"},
		`unable to parse docker host "x y"`:                                                             {dockersays.Elsewhere, "unset DOCKER_HOST"},

		"write /var/lib/docker/tmp/x: no space left on device":    {dockersays.DiskFull, "docker buildx prune"},
		"Error response from daemon: No such container: shop-web": {dockersays.None, ""},
		"permission denied": {dockersays.None, ""},
	} {
		got := dockersays.Heard(text)
		if _, typed := got.Mend(text, "linux"); got != want.trouble || !strings.HasPrefix(typed, want.typed) || (typed == "") != (want.typed == "") {
			t.Errorf("%s: heard %d, type %q", text, got, typed)
		}
	}
}

func TestMend_SaysWhatToTypeOnEachSystem(t *testing.T) {
	for system, want := range map[string][]string{
		"linux": {"sudo systemctl start docker", "curl "}, "freebsd": {"sudo systemctl start docker", "curl "},
		"darwin": {"open -a Docker", "brew "}, "windows": {"docker desktop start", "winget "},
	} {
		_, start := dockersays.Stopped.Mend("", system)
		_, install := dockersays.Missing.Mend("", system)
		if start != want[0] || !strings.HasPrefix(install, want[1]) {
			t.Errorf("%s: %q, %q", system, start, install)
		}
	}
}

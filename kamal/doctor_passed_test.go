package kamal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// passed are the lines for the checks that found nothing, each with its hosts.
func passed(t *testing.T, f *fleet) []string {
	t.Helper()
	found, err := f.at("1").Doctor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, x := range found {
		if x.Problem != "" {
			continue
		}
		if i > 0 && found[i-1].Problem != "" {
			t.Errorf("%q is told behind what is wrong", x.Found)
		}
		if x.Found == "" || x.Problem != "" || x.Fix != "" {
			t.Errorf("got %+v", x)
		}
		got = append(got, fmt.Sprintf("%s: %s %v", x.Check, x.Found, x.Hosts))
	}
	return got
}

func TestDoctor_TellsWhatIsRight(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := building(t,
			kamaltest.Reply{Host: "app1", Line: "docker version *", Stdout: "docker 20.10.5\n"},
			kamaltest.Reply{Line: "awk *machine*", Stdout: "machine x86_64\n"},
			kamaltest.Reply{Line: "awk *clock*", Stdout: fmt.Sprintf("clock %d\n", time.Now().Unix())})
		want := []string{
			"template: no value is left from a template []",
			"dockerfile: Dockerfile is there, and fits []",
			"git: the version is 1 []",
			"secrets: the secret that is needed is there []",
			"local docker: docker and its buildx plugin answer here []",
			"connection: a login works [app1 app2]",
			"docker: docker 20.10.5 or newer [app1 app2]",
			"architecture: an image for amd64 runs [app1 app2]",
			"clock: the clock is right [app1 app2]",
			"disk: 50 GiB or more are free [app1 app2]",
			"ports: ports 80 and 443 are free [app1 app2]",
			"modes: the run directory is closed to other accounts [app1 app2]",
			"lock: the deploy lock is free [app1]",
		}
		got := passed(t, f)
		for _, line := range got {
			if !slices.Contains(want, line) {
				t.Errorf("also %q", line)
			}
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("not %q", line)
			}
		}
		f.deployed("1")
		if got := strings.Join(passed(t, f), "\n"); !strings.Contains(got, "proxy: kamal-proxy v0.9.2 runs [app1 app2]") || strings.Contains(got, "ports:") {
			t.Errorf("got\n%s", got)
		}
	})
}

// What is not looked at, or found wrong, is not told as right.
func TestDoctor_TellsAsRightOnlyWhatIsIt(t *testing.T) {
	f := newFleet(t, strings.Replace(twoHosts, "app2]", "app2, app3]", 1)+"env: {secret: [MISSING]}\n",
		kamaltest.Reply{Host: "app3", Err: kamaltest.ErrLost})
	f.hold("Moving house")
	f.Host("app1").FillDisk(true)
	f.Host("app2").RemoveFile("/usr/bin/docker")
	got := strings.Join(passed(t, f), "\n")
	for _, check := range []string{"secrets:", "disk:", "lock:", "clock:", "architecture:"} {
		if strings.Contains(got, check) {
			t.Errorf("%s is told as right:\n%s", check, got)
		}
	}
	if !strings.Contains(got, "connection: a login works [app1 app2]") || !strings.Contains(got, "[app1]") || strings.Contains(got, "app3") {
		t.Errorf("got\n%s", got)
	}
}

package kamal_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// Hosts with the same trouble are told together.
func TestDoctor_ComparesArchitectureAndClock(t *testing.T) {
	text := strings.Replace(twoHosts, "builder: {arch: amd64", "builder: {arch: arm64", 1)
	f := newFleet(t, text,
		kamaltest.Reply{Line: "awk *machine*", Stdout: "machine x86_64\n"},
		kamaltest.Reply{Line: "awk *emulated*", Stdout: "emulated register\n"},
		kamaltest.Reply{Host: "app2", Line: "awk *clock*", Stdout: fmt.Sprintf("clock %d\n", time.Now().Add(-time.Hour).Unix())},
		kamaltest.Reply{Host: "app1", Line: "awk *clock*", Stdout: fmt.Sprintf("clock %d\n", time.Now().Unix())})
	found, err := diagnosed(t.Context(), f.at("1"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range found {
		got = append(got, fmt.Sprintf("%s %s %s", x.Check, outcome(x), placed(x)))
	}
	want := []string{"architecture failed app1, app2: the server is amd64, and the image is built for arm64", "clock warning app2: the clock is 1h0m"}
	if len(got) != len(want) || got[0] != want[0] || !strings.HasPrefix(got[1], want[1]) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestDoctor_LooksUpTheNamesOfTLS(t *testing.T) {
	for name, c := range map[string]struct {
		answers map[string][]string
		want    string
	}{
		"the servers":     {map[string][]string{"example.com": {"192.0.2.2"}}, ""},
		"a load balancer": {map[string][]string{"example.com": {"198.51.100.1"}}, "points to 198.51.100.1, and to none of the servers (192.0.2.1, 192.0.2.2)"},
		"nothing":         {nil, "has no address"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(twoHosts, "host: example.com", "host: example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}", 1)
			lookup := func(_ context.Context, name string) ([]string, error) {
				if name == "app1" {
					return []string{"192.0.2.1"}, nil
				} else if name == "app2" {
					return []string{"192.0.2.2"}, nil
				} else if found := c.answers[name]; found != nil {
					return found, nil
				}
				return nil, errors.New("no such host")
			}
			f := newFleet(t, text)
			found, err := diagnosed(t.Context(), f.at("1", kamal.WithResolver(lookup)))
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(found, func(x kamal.Finding) bool { return x.Check == "dns" })
			switch {
			case c.want == "" && i >= 0:
				t.Errorf("got %+v", found[i])
			case c.want != "" && (i < 0 || found[i].Fatal || !strings.Contains(found[i].Problem, c.want)):
				t.Errorf("got %+v, want %q", found, c.want)
			}
		})
	}
}

// What the doctor finds without a host is told while the image is built.
func TestDeploy_TellsWhatTheDoctorFindsHere(t *testing.T) {
	text := strings.Replace(twoHosts, "host: example.com", "host: app.example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}", 1)
	lookup := func(context.Context, string) ([]string, error) { return nil, errors.New("no such host") }
	for _, skip := range []bool{false, true} {
		f := newFleet(t, text)
		if err := f.at("1", kamal.WithResolver(lookup)).Deploy(t.Context(), kamal.DeployOptions{SkipPush: skip}); err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, e := range f.Events() {
			if w, ok := e.(kamal.Warning); ok {
				told = append(told, w.Text)
			}
		}
		all := strings.Join(told, "\n")
		if got := strings.Contains(all, "proxy.host: app.example.com") && strings.Contains(all, "app.example.com has no address"); got == skip {
			t.Errorf("without a build %t: told %t: %s", skip, got, all)
		}
	}
}

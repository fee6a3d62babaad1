package kamal_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// diagnosed is what the doctor finds wrong.
func diagnosed(ctx context.Context, d *kamal.Deployer) ([]kamal.Finding, error) {
	found, err := d.Doctor(ctx)
	return slices.DeleteFunc(found, func(f kamal.Finding) bool { return f.Problem == "" }), err
}

func TestDoctor_FindsNothingOnHealthyHosts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		for range 2 { // new hosts, and hosts in use
			found, err := diagnosed(t.Context(), f.at("1"))
			if err != nil || len(found) > 0 {
				t.Errorf("got %+v, %v", found, err)
			}
			f.deployed("1")
		}
	})
}

func TestDoctor_FindsAllTroubleAtOnceAndChangesNothing(t *testing.T) {
	f := newFleet(t, strings.Replace(twoHosts, "app2]", "app2, app3, app4]", 1)+"env: {secret: [MISSING]}\n",
		kamaltest.Reply{Host: "app3", Err: kamaltest.ErrLost},
		kamaltest.Reply{Host: "app4", Line: "ss *", Stdout: "LISTEN 0 4096 *:80 *:*\n"},
		kamaltest.Reply{Host: "app4", Line: "awk *sub*", Stdout: "port 80\n"})
	f.hold("Moving house")
	f.Host("app1").FillDisk(true)
	f.Host("app2").RemoveFile("/usr/bin/docker")
	before := f.Host("app1").Files()
	found, err := diagnosed(t.Context(), f.at("1"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range found {
		first, _, _ := strings.Cut(x.Problem, "\n")
		x.Problem = first
		got = append(got, placed(x))
		if x.Fix == "" {
			t.Errorf("there is no way out of %q", x.Problem)
		}
	}
	want := []string{
		`looking up secret "MISSING": no such secret`, "app1: any account of the host can look into .kamal", "app1: only 0 MiB are free", "app1: the deploy lock is held",
		"app2: docker is not installed", "app3: connection lost", "app4: somebody listens on port 80",
	}
	if len(got) != len(want) {
		t.Fatalf("got\n%s", strings.Join(got, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
	if after := f.Host("app1").Files(); len(after) != len(before) {
		t.Errorf("files changed: %v", after)
	}
}

// BootError and others say in one line what happened.
func TestErrors_SayWhatWhereAndWhy(t *testing.T) {
	cmd := &kamal.CommandError{For: "pulling the image", Line: "docker pull x", Err: &sshx.ExitError{Status: 1}}
	for want, err := range map[string]error{
		"pulling the image: exit status 1":                          cmd,
		"denied (pulling the image: exit status 1)":                 &kamal.CommandError{For: cmd.For, Line: cmd.Line, Stderr: "denied\n", Err: cmd.Err},
		"app1: pulling the image: exit status 1":                    &kamal.HostError{Host: "app1", Err: cmd},
		"building: pulling the image: exit status 1":                &kamal.BuildError{Err: cmd},
		"running hook \"pre-deploy\": exit status 1\nno\nnot today": &kamal.HookError{Hook: "pre-deploy", Output: "no\nnot today\n", Err: cmd.Err},
		"web did not get healthy in version 1: waited 30s of 30s, the container is exited": &kamal.UnhealthyError{
			Role: "web", Version: "1", Status: "exited", Waited: 31e9, Allowed: 30e9,
		},
		"the deploy lock is held on app1, after waiting for 15m0s:\nLocked by: Ann": &kamal.LockedError{
			Host: "app1", Details: "Locked by: Ann", Waited: 15 * 60e9,
		},
	} {
		if err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	}
}

func TestDoctor_TellsHowToSaveSlowLogins(t *testing.T) {
	onDistant(t, 2, func(d *distant) {
		var found []kamal.Finding
		d.trips("1", func(x *kamal.Deployer) (err error) {
			found, err = diagnosed(d.tb.Context(), x)
			return err
		})
		if len(found) != 1 || found[0].Fatal || !strings.Contains(found[0].Problem, "took 0.6 s") ||
			!strings.Contains(found[0].Fix, "ControlPersist") || !strings.Contains(found[0].Fix, `"Host app1 app2"`) || !strings.Contains(found[0].Fix, " -p 1024 root@app1 true") {
			d.tb.Errorf("got %+v", found)
		}
	})
}

// placed is what is wrong, behind its hosts.
func placed(f kamal.Finding) string {
	var hosts []string
	for _, h := range f.Hosts {
		hosts = append(hosts, string(h))
	}
	return strings.TrimPrefix(strings.Join(hosts, ", ")+": "+f.Problem, ": ")
}

// outcome is what a finding means for a deploy.
func outcome(f kamal.Finding) string {
	switch {
	case f.Problem == "":
		return "passed"
	case f.Fatal:
		return "failed"
	}
	return "warning"
}

package kamal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// build is one that takes ten minutes.
var build = kamaltest.Reply{Host: kamaltest.Local, Line: "docker buildx build *", Delay: 10 * time.Minute}

// building is a project that can be built.
func building(t *testing.T, replies ...kamaltest.Reply) *fleet {
	t.Helper()
	f := newFleet(t, twoHosts, replies...)
	if err := os.WriteFile(filepath.Join(f.dir, "Dockerfile"), []byte("FROM scratch\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return f
}

// Hosts are made ready while the image is built, and not after it.
func TestDeploy_MakesHostsReadyWhileTheImageIsBuilt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := building(t, build)
		began, ready := time.Now(), map[string]time.Duration{}
		f.watch = func(e kamal.Event) {
			if done, ok := e.(kamal.CommandFinished); ok && strings.Contains(done.Line, "docker login") {
				ready[string(done.Host)] = time.Since(began)
			}
		}
		if err := f.at("1").Deploy(t.Context(), kamal.DeployOptions{}); err != nil {
			t.Fatal(err)
		}
		for _, h := range []string{"app1", "app2"} {
			if took, done := ready[h]; !done || took > time.Minute {
				t.Errorf("%s: logged in %t, after %s", h, done, took)
			}
		}
	})
}

// What is wrong with a host ends the build.
func TestDeploy_AHostThatIsNotReadyEndsTheBuild(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := building(t, build, kamaltest.Reply{Host: "app2", Line: "docker login *", Delay: time.Second, Exit: 1, Stderr: "denied"})
		began := time.Now()
		err := f.at("1").Deploy(t.Context(), kamal.DeployOptions{})
		if err == nil || !strings.Contains(err.Error(), "logging in to registry") {
			t.Errorf("got %v", err)
		}
		if _, failed := errors.AsType[*kamal.BuildError](err); failed {
			t.Errorf("the build is blamed: %v", err)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %s", took)
		}
		if f.locked("app1") || len(f.Host("app1").Running()) > 0 {
			t.Error("the deploy went on")
		}
	})
}

// A build that fails ends what is done beside it, and is what is told.
func TestDeploy_ABuildThatFailsIsWhatIsTold(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := building(t, kamaltest.Reply{Host: kamaltest.Local, Line: "docker buildx build *", Delay: time.Second, Exit: 1, Stderr: "no space"},
			kamaltest.Reply{Host: "app1", Line: "docker pull *", Delay: time.Hour})
		began := time.Now()
		err := f.at("1").Deploy(t.Context(), kamal.DeployOptions{})
		if _, failed := errors.AsType[*kamal.BuildError](err); !failed {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}

// A lock that will be needed is told of early, and once more when it is.
func TestDeploy_TellsOfALockBeforeTheImageIsBuilt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := building(t, build)
		if err := f.at("1").Lock().Acquire(t.Context(), "by hand"); err != nil {
			t.Fatal(err)
		}
		began, told := time.Now(), time.Duration(0)
		f.watch = func(e kamal.Event) {
			if w, ok := e.(kamal.Warning); ok && strings.Contains(w.Text, "by hand") && told == 0 {
				told = time.Since(began) + 1
			}
		}
		err := f.at("1").Deploy(t.Context(), kamal.DeployOptions{})
		if !isLocked(err) {
			t.Errorf("got %v", err)
		}
		if told == 0 || told > time.Minute {
			t.Errorf("told after %s", told)
		}
	})
}

// A server that can't run what is built is told of at once: there is nothing to wait
// for.
func TestDeploy_AServerOfAnotherArchitectureEndsTheBuild(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := building(t, build, kamaltest.Reply{Line: "awk *machine*", Stdout: "machine aarch64\n", Delay: time.Second},
			kamaltest.Reply{Line: "awk *emulated*", Stdout: "emulated register\n"})
		began := time.Now()
		err := f.at("1").Deploy(t.Context(), kamal.DeployOptions{})
		if err == nil || !strings.Contains(err.Error(), "app1: the server is arm64, and the image is built for amd64") || len(kamal.HostErrors(err)) != 2 {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}

// What may work all the same is told while the image is built, once for all hosts.
func TestDeploy_WarnsOfMachinesBeforeTheImageIsBuilt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := building(t, build, kamaltest.Reply{Line: "awk *machine*", Stdout: "machine aarch64\n"},
			kamaltest.Reply{Line: "awk *emulated*", Stdout: "emulated register\nemulated qemu-x86_64\n"},
			kamaltest.Reply{Host: "app2", Line: "awk *clock*", Stdout: "clock 1\n"})
		began := time.Now()
		var told []string
		f.watch = func(e kamal.Event) {
			if w, ok := e.(kamal.Warning); ok && time.Since(began) < time.Minute {
				told = append(told, w.Text)
			}
		}
		if err := f.at("1").Deploy(t.Context(), kamal.DeployOptions{}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"app1,app2: the server is arm64, and the image is built for amd64, which it can only emulate; set builder/arch: arm64",
			"app2: the clock is ",
		} {
			if n := strings.Count(strings.Join(told, "\n"), want); n != 1 {
				t.Errorf("%q was told %d times: %q", want, n, told)
			}
		}
	})
}

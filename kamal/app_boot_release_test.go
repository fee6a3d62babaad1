package kamal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// onReleasing tries the operations that give the lock back together with the tags.
func onReleasing(t *testing.T, test func(f *fleet, do func(context.Context, *kamal.Deployer) error)) {
	t.Helper()
	onOperationsAfter1(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		if !strings.HasSuffix(f.tb.Name(), "/deploy") { // its prune is under the lock, too
			test(f, do)
		}
	})
}

// latest is the container on a host that was made from the image with the latest tag.
func (f *fleet) latest(host string) string {
	f.tb.Helper()
	var out strings.Builder
	cmd := commands.Command("docker", "container", "ls", "--filter", "ancestor=registry.example.com/acme/app:latest", "--format", "{{.Names}}")
	cmd.Stdout = &out
	if err := f.Run(f.tb.Context(), host, cmd); err != nil {
		f.tb.Error(err)
	}
	return strings.TrimSpace(out.String())
}

func TestBoot_TagsEverywhere(t *testing.T) {
	onReleasing(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		if err := do(f.tb.Context(), f.at("2")); err != nil {
			f.tb.Error(err)
		}
		if one, two := f.latest("app1"), f.latest("app2"); one != "app-web-2" || two != "app-web-2" || f.locked("app1") {
			f.tb.Errorf("latest are %q and %q; locked: %t", one, two, f.locked("app1"))
		}
	})
}

// A tag that comes late, when another deploy has the lock and was there, is not set.
func TestBoot_TagsNothingWhereAnotherDeployWasMeanwhile(t *testing.T) {
	onReleasing(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		f.Add(kamaltest.Reply{Host: "app2", Line: "*Tagging*", Times: 1, Delay: time.Minute, Before: func() { f.byAnother("app2") }})
		if err := do(f.tb.Context(), f.at("2")); err != nil {
			f.tb.Error(err)
		}
		if one, two := f.latest("app1"), f.latest("app2"); one != "app-web-2" || two != "app-web-9" {
			f.tb.Errorf("latest are %q and %q", one, two)
		}
	})
}

// Where docker does not say what there is, the tag is tried, and its error told.
func TestBoot_TagsWhereItIsNotKnownWhetherAnotherDeployWas(t *testing.T) {
	onReleasing(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		f.Add(kamaltest.Reply{Host: "app2", Line: "docker tag *", Exit: 1, Stderr: "docker is ill"})
		d := f.at("2", kamal.WithEvents(func(e kamal.Event) {
			if s, ok := e.(kamal.StepStarted); ok && s.Step == "tag-latest" {
				f.Add(kamaltest.Reply{Host: "app2", Line: "docker container ls *CreatedAt}}", Exit: 1})
			}
		}))
		if err := do(f.tb.Context(), d); err == nil || !strings.Contains(err.Error(), "docker is ill") {
			f.tb.Errorf("got %v", err)
		}
		if f.locked("app1") {
			f.tb.Error("the lock is left behind")
		}
	})
}

func TestBoot_AReleaseWithATagThatWasNotHeardOf(t *testing.T) {
	onReleasing(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		f.remote = &deaf{fleet: f, host: "app1", text: "Tagging"}
		if err := do(f.tb.Context(), f.at("2")); !errors.Is(err, kamaltest.ErrLost) || strings.Contains(err.Error(), "lock") {
			f.tb.Errorf("got %v", err)
		}
		if f.locked("app1") || f.latest("app1") != "app-web-2" {
			f.tb.Errorf("locked: %t, latest: %s", f.locked("app1"), f.latest("app1"))
		}
	})
}

// The answer breaks off between the tag and the release: the next try tells.
func TestBoot_AReleaseThatWasNotHeardOfIsTriedAgain(t *testing.T) {
	for _, carriedOut := range []bool{false, true} {
		onReleasing(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
			f.Add(kamaltest.Reply{Host: "app1", Line: "rm -rf .kamal/lock-app", Times: 1, Err: kamaltest.ErrLost, Before: func() {
				if carriedOut {
					f.Host("app1").RemoveFile(".kamal/lock-app")
				}
			}})
			if err := do(f.tb.Context(), f.at("2")); err != nil {
				f.tb.Errorf("got %v", err)
			}
			if f.locked("app1") {
				f.tb.Error("the lock is left behind")
			}
		})
	}
}

// A lock that is another's by now stays, and that is told.
func TestBoot_ReleasesNoLockOfAnother(t *testing.T) {
	onReleasing(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		f.Add(kamaltest.Reply{Host: "app1", Line: "*Tagging*", Times: 1, Before: func() { f.hold("Moving house") }})
		if err := do(f.tb.Context(), f.at("2")); err == nil || !strings.Contains(err.Error(), "releasing the deploy lock") {
			f.tb.Errorf("got %v", err)
		}
		if !f.locked("app1") {
			f.tb.Error("another's lock is gone")
		}
	})
}

// A tag that takes for ever keeps no lock without a sign of life.
func TestBoot_ATagThatHangsKeepsNoLock(t *testing.T) {
	onReleasing(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		f.Add(kamaltest.Reply{Host: "app1", Line: "docker tag *", Delay: time.Hour})
		began := time.Now()
		if err := do(f.tb.Context(), f.at("2")); err == nil {
			f.tb.Error("got no error")
		}
		if took := time.Since(began); took > 2*time.Minute || f.locked("app1") {
			f.tb.Errorf("after %s, locked: %t", took, f.locked("app1"))
		}
	})
}

// Files that only older versions need are removed while the lock is held.
func TestBoot_CleansUpBeforeTheRelease(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "proxy:", "asset_path: /app/public\nproxy:", 1))
		f.deployed("1")
		f.Reset()
		o := skipPush
		o.OnFailure = config.OnFailureRollback
		if err := f.at("2").Redeploy(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		var ends []string
		for _, c := range f.Commands() {
			if strings.Contains(c.Line, "Tagging") || strings.Contains(c.Line, "echo released") {
				ends = append(ends, c.Line)
			}
		}
		if len(ends) != 3 || !strings.Contains(ends[0], "find ") || !strings.HasPrefix(ends[2], "test ") {
			t.Errorf("it ends with %q", ends)
		}
	})
}

package kamal_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// hook makes hooks in the project; they run wherever commands of this machine do.
func (f *fleet) hook(script string, names ...string) {
	f.tb.Helper()
	dir := filepath.Join(f.dir, ".kamal", "hooks")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		f.tb.Fatal(err)
	}
	for _, n := range names {
		if err := os.WriteFile(filepath.Join(dir, n), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			f.tb.Fatal(err)
		}
	}
}

// hooks are the hooks that ran, with their environment but for what varies.
func (f *fleet) hooks() map[string][]string {
	ran := map[string][]string{}
	for _, c := range f.Commands() {
		name, ok := strings.CutPrefix(c.Line, ".kamal/hooks/")
		if ok && c.Host == kamaltest.Local {
			env := slices.DeleteFunc(slices.Clone(c.Env), func(kv string) bool {
				return strings.HasPrefix(kv, "KAMAL_RECORDED_AT=") || strings.HasPrefix(kv, "KAMAL_PERFORMER=")
			})
			ran[name] = append(ran[name], strings.Join(env, " "))
		}
	}
	return ran
}

func TestHooks_GetTheirEnvironment(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"boot: {limit: 1}\n")
		f.hook("", "pre-connect", "pre-deploy", "post-deploy", "pre-app-boot")
		f.options = []kamal.Option{kamal.WithCommand("deploy")}
		f.deployed("0123456789")
		const common = "KAMAL_VERSION=0123456789 KAMAL_SERVICE=app KAMAL_SERVICE_VERSION=app@0123456 "
		want := map[string][]string{
			"pre-connect":  {common + "KAMAL_HOSTS=app1,app2 KAMAL_COMMAND=deploy KAMAL_LOCK=false"},
			"pre-deploy":   {common + "KAMAL_HOSTS=app1,app2 KAMAL_COMMAND=deploy KAMAL_LOCK=true"},
			"post-deploy":  {common + "KAMAL_HOSTS=app1,app2 KAMAL_COMMAND=deploy KAMAL_LOCK=false KAMAL_RUNTIME=0"},
			"pre-app-boot": {common + "KAMAL_HOSTS=app1 KAMAL_COMMAND=deploy KAMAL_LOCK=true", common + "KAMAL_HOSTS=app2 KAMAL_COMMAND=deploy KAMAL_LOCK=true"},
		}
		if diff := cmp.Diff(want, f.hooks()); diff != "" {
			t.Error(diff)
		}
	})
}

// Before a rollback connects, nothing is known of the version to go back to.
func TestHooks_OfARollbackGetItsVersionOnceItIsKnown(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.deployed("2")
		f.hook("", "pre-connect", "pre-deploy")
		for _, asked := range []config.Version{"1", ""} {
			f.Reset()
			if err := f.at("2").Rollback(t.Context(), kamal.AppOptions{Version: asked}); err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{"pre-connect": "KAMAL_VERSION=2 ", "pre-deploy": "KAMAL_VERSION=1 "} {
				if got := f.hooks()[name]; len(got) != 1 || !strings.HasPrefix(got[0], want) {
					t.Errorf("back to %q, %s: got %q", asked, name, got)
				}
			}
			f.deployed("2")
		}
	})
}

func TestHooks_GetTheRolesThatWereAskedFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hook("", "pre-deploy")
		f.sel.Roles = []string{"web"}
		f.deployed("1")
		if got := f.hooks()["pre-deploy"][0]; !strings.HasSuffix(got, "KAMAL_LOCK=true KAMAL_ROLES=web") {
			t.Errorf("got %s", got)
		}
	})
}

func TestHooks_AFailureEndsTheWorkAndReleasesTheLock(t *testing.T) {
	for _, name := range []string{"pre-connect", "pre-deploy", "pre-app-boot"} {
		f := newFleet(t, twoHosts, kamaltest.Reply{
			Host: kamaltest.Local, Line: ".kamal/hooks/" + name, Exit: 3, Stderr: "not today, token secret\n",
		})
		f.hook("", name)
		f.text += "env: {secret: [TOKEN]}\n"
		err := f.at("1").Deploy(t.Context(), skipPush)
		hook, ok := errors.AsType[*kamal.HookError](err)
		if !ok || hook.Hook != name || hook.Output != "not today, [REDACTED]\n" {
			t.Errorf("%s: got %v", name, err)
		}
		if f.locked("app1") || f.got("app1", "docker run --detach --restart") {
			t.Errorf("%s: something was done", name)
		}
	}
}

// An interrupt of the terminal reaches a hook, and a build, and us at once, and they may
// be quicker: they did not fail by themselves.
func TestPrograms_ThatAnInterruptEndedDidNotFail(t *testing.T) {
	for line, options := range map[string]kamal.DeployOptions{
		".kamal/hooks/pre-deploy": skipPush, "docker buildx build *": {},
	} {
		bubble(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			f := newFleet(t, twoHosts, kamaltest.Reply{Host: kamaltest.Local, Line: line, Exit: 1, Before: func() {
				time.AfterFunc(50*time.Millisecond, func() { cancel(errInterrupted) })
			}})
			f.hook("", "pre-deploy")
			if err := f.at("1").Deploy(ctx, options); !errors.Is(err, errInterrupted) {
				t.Errorf("%s: got %v", line, err)
			}
		})
	}
}

func TestHooks_PostDeployIsLeftOutAfterAFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hook("", "post-deploy", "post-app-boot")
		f.Break("*", "*:1")
		if err := f.at("1").Deploy(t.Context(), skipPush); err == nil {
			t.Error("the deploy did not fail")
		}
		if got := f.hooks(); len(got) > 0 {
			t.Errorf("ran %v", got)
		}
	})
}

func TestHooks_ShowAsMuchAsTheConfigurationSays(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"hooks_output: quiet\n":   "",
		"hooks_output: verbose\n": "pre-deploy post-deploy",
		"hooks_output: {pre-deploy: verbose, post-deploy: quiet}\n": "pre-deploy",
	} {
		f := newFleet(t, twoHosts+text,
			kamaltest.Reply{Host: kamaltest.Local, Line: ".kamal/hooks/pre-deploy", Stdout: "pre-deploy\n"},
			kamaltest.Reply{Host: kamaltest.Local, Line: ".kamal/hooks/post-deploy", Stdout: "post-deploy\n"})
		f.hook("", "pre-deploy", "post-deploy")
		var shown []string
		d := f.at("1", kamal.WithEvents(func(e kamal.Event) {
			if p, ok := e.(kamal.Printed); ok && p.Live && p.Host == "" {
				shown = append(shown, strings.TrimSpace(p.Text))
			}
		}))
		if err := d.Deploy(t.Context(), kamal.DeployOptions{SkipPush: true}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(shown, " "); got != want {
			t.Errorf("%q shows %q, want %q", text, got, want)
		}
	}
}

func TestHooks_AreSkipped(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.hook("", "pre-connect", "pre-deploy")
	if err := f.at("1", kamal.WithoutHooks()).Deploy(t.Context(), skipPush); err != nil {
		t.Fatal(err)
	}
	if got := f.hooks(); len(got) > 0 {
		t.Errorf("ran %v", got)
	}
}

func TestHooks_PreConnectRunsOnceBeforeAnyHost(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hook("", "pre-connect")
		d := f.at("1")
		for range 2 {
			if _, err := d.App().Version(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		for i, c := range f.Commands() {
			if strings.HasSuffix(c.Line, "pre-connect") {
				n++
				if i > 2 {
					t.Errorf("it ran after %d commands", i)
				}
			}
		}
		if n != 1 {
			t.Errorf("it ran %d times", n)
		}
	})
}

// On this machine hooks are real files: one that can't be executed is a failure.
func TestHooks_ThatCannotBeExecutedFail(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.hook("", "pre-deploy")
	if err := os.Chmod(filepath.Join(f.dir, ".kamal/hooks/pre-deploy"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := f.at("1", kamal.WithLocal(kamal.Local{Dir: f.dir})).Deploy(t.Context(), skipPush)
	if _, ok := errors.AsType[*kamal.HookError](err); !ok {
		t.Errorf("got %v", err)
	}
}

func TestHooks_RunInTheWorkingDirectoryWithSecrets(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.hook("pwd; echo $KAMAL_COMMAND; echo token secret", "pre-deploy")
	f.text += "env: {secret: [TOKEN]}\n"
	var out string
	f.watch = func(e kamal.Event) {
		if e, ok := e.(kamal.HookFinished); ok {
			out = e.Output
		}
	}
	err := f.at("1", kamal.WithLocal(kamal.Local{Dir: f.dir}), kamal.WithCommand("deploy")).Deploy(t.Context(), skipPush)
	if err != nil {
		t.Fatal(err)
	}
	if want := f.dir + "\ndeploy\n[REDACTED]\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestHooks_InAHookOfAnotherRunAreToldOfItsLock(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.hook("", "pre-app-boot")
		f.env = append(f.env, "KAMAL_LOCK=true")
		f.deployed("1")
		if env := f.hooks()["pre-app-boot"]; len(env) != 1 || !strings.Contains(env[0], "KAMAL_LOCK=true") {
			t.Errorf("got %q", env)
		}
	})
}

package kamal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// noting gives a hook in Go that notes when it is called, and of what.
func noting(to *[]string, name string, result error) kamal.Option {
	return kamal.WithHook(name, func(_ context.Context, env map[string]string) error {
		*to = append(*to, name+" "+env["KAMAL_VERSION"]+" "+env["KAMAL_HOSTS"])
		return result
	})
}

func TestWithHook_IsCalledWhenAHookIsDue(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.hook("", "pre-deploy")
	var called, finished []string
	f.watch = func(e kamal.Event) {
		if e, ok := e.(kamal.HookFinished); ok {
			finished = append(finished, e.Hook)
		}
	}
	d := f.at("1", noting(&called, "pre-deploy", nil), noting(&called, "post-deploy", nil), noting(&called, "pre-deploy", nil))
	if err := d.Deploy(t.Context(), skipPush); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"pre-deploy 1 app1,app2", "pre-deploy 1 app1,app2", "post-deploy 1 app1,app2"}, called); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"pre-deploy", "pre-deploy", "pre-deploy", "post-deploy"}, finished); diff != "" {
		t.Error(diff)
	}
	if len(f.hooks()["pre-deploy"]) != 1 {
		t.Errorf("of the files ran %v", f.hooks())
	}
}

func TestWithHook_EndsTheOperationWithItsError(t *testing.T) {
	f := newFleet(t, twoHosts)
	var called []string
	refused := errors.New("not on a Friday")
	err := f.at("1", noting(&called, "pre-deploy", refused)).Deploy(t.Context(), skipPush)
	hook, ok := errors.AsType[*kamal.HookError](err)
	if !errors.Is(err, refused) || !ok || hook.Hook != "pre-deploy" || f.got("app1", "docker run") {
		t.Errorf("got %v", err)
	}
	if f.locked("app1") {
		t.Error("the lock is left")
	}
}

func TestWithHook_IsNotCalledWhereHooksAreSkippedOrRehearsed(t *testing.T) {
	for name, option := range map[string]kamal.Option{"skipped": kamal.WithoutHooks(), "rehearsed": kamal.WithRehearsal()} {
		f := newFleet(t, twoHosts)
		var called []string
		if err := f.at("1", option, noting(&called, "pre-deploy", nil)).Deploy(t.Context(), skipPush); err != nil || len(called) > 0 {
			t.Errorf("%s: got %v and %v", name, called, err)
		}
	}
}

func TestWithHook_StandsInForTheHookOfTheOtherProxy(t *testing.T) {
	r := kamaltest.NewRecorder(t)
	var called []string
	options := append(r.Options(), noting(&called, "pre-proxy-reboot", nil))
	f := newFleet(t, traefikHosts+"servers: [app1]\n")
	if err := kamal.New(f.config(), r, options...).Traefik().Reboot(t.Context(), kamal.RebootOptions{}); err != nil || len(called) != 1 {
		t.Errorf("got %v and %v", called, err)
	}
}

func TestWithHook_RefusesANameThatNoHookHas(t *testing.T) {
	f := newFleet(t, twoHosts)
	var called []string
	err := f.at("1", noting(&called, "predeploy", nil)).Deploy(t.Context(), skipPush)
	if !errors.Is(err, kamal.ErrUsage) || !strings.Contains(err.Error(), `"predeploy"`) || len(f.Lines("app1")) > 0 {
		t.Errorf("got %v", err)
	}
}

func TestWithHook_MayCallTheDeployerWithItsContext(t *testing.T) {
	for _, name := range []string{"pre-connect", "pre-deploy"} {
		f := newFleet(t, twoHosts)
		var d *kamal.Deployer
		var found int
		d = f.at("1", kamal.WithHook(name, func(ctx context.Context, _ map[string]string) error {
			answers, err := d.App().Containers(ctx)
			found = len(answers)
			return err
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := d.Deploy(ctx, skipPush); err != nil || found != 2 {
			t.Errorf("%s: got %v with %d answers", name, err, found)
		}
	}
}

package kamal_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/zero"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestTypes_OfNothingSayWhatTheyNeed(t *testing.T) {
	zero.Check(t,
		reflect.TypeFor[kamal.Accessory](),
		reflect.TypeFor[kamal.Accounts](),
		reflect.TypeFor[kamal.Answer[string]](),
		reflect.TypeFor[kamal.App](),
		reflect.TypeFor[kamal.AppOptions](),
		reflect.TypeFor[kamal.AppVersion](),
		reflect.TypeFor[kamal.BootError](),
		reflect.TypeFor[kamal.Build](),
		reflect.TypeFor[kamal.BuildError](),
		reflect.TypeFor[kamal.BuildOptions](),
		reflect.TypeFor[kamal.BuilderDetails](),
		reflect.TypeFor[kamal.CommandError](),
		reflect.TypeFor[kamal.CommandFinished](),
		reflect.TypeFor[kamal.CommandStarted](),
		reflect.TypeFor[kamal.Connector](),
		reflect.TypeFor[kamal.ContainerFailed](),
		reflect.TypeFor[kamal.DeployOptions](),
		reflect.TypeFor[kamal.Deployed](),
		reflect.TypeFor[kamal.Deployer](),
		reflect.TypeFor[kamal.Env](),
		reflect.TypeFor[kamal.Event](),
		reflect.TypeFor[kamal.ExecOptions](),
		reflect.TypeFor[kamal.Executor](),
		reflect.TypeFor[kamal.ExecutorFunc](),
		reflect.TypeFor[kamal.Finding](),
		reflect.TypeFor[kamal.Forwarder](),
		reflect.TypeFor[kamal.Head](),
		reflect.TypeFor[kamal.HookError](),
		reflect.TypeFor[kamal.HookFinished](),
		reflect.TypeFor[kamal.HookStarted](),
		reflect.TypeFor[kamal.HostError](),
		reflect.TypeFor[kamal.HostFailed](),
		reflect.TypeFor[kamal.HostFinished](),
		reflect.TypeFor[kamal.Local](),
		reflect.TypeFor[kamal.Lock](),
		reflect.TypeFor[kamal.LockAcquired](),
		reflect.TypeFor[kamal.LockHeld](),
		reflect.TypeFor[kamal.LockReleased](),
		reflect.TypeFor[kamal.LockReleasing](),
		reflect.TypeFor[kamal.LockState](),
		reflect.TypeFor[kamal.LockWait](),
		reflect.TypeFor[kamal.LockedError](),
		reflect.TypeFor[kamal.LogOptions](),
		reflect.TypeFor[kamal.MaintenanceOptions](),
		reflect.TypeFor[kamal.MoveError](),
		reflect.TypeFor[kamal.Note](),
		reflect.TypeFor[kamal.Option](),
		reflect.TypeFor[kamal.Piece](),
		reflect.TypeFor[kamal.Printed](),
		reflect.TypeFor[kamal.Proxy](),
		reflect.TypeFor[kamal.ProxyRefusedError](),
		reflect.TypeFor[kamal.Prune](),
		reflect.TypeFor[kamal.PruneOptions](),
		reflect.TypeFor[kamal.RebootOptions](),
		reflect.TypeFor[kamal.Registry](),
		reflect.TypeFor[kamal.RegistryError](),
		reflect.TypeFor[kamal.RegistryOptions](),
		reflect.TypeFor[kamal.Result](),
		reflect.TypeFor[kamal.RoleState](),
		reflect.TypeFor[kamal.Selection](),
		reflect.TypeFor[kamal.Server](),
		reflect.TypeFor[kamal.Specifics](),
		reflect.TypeFor[kamal.StaleContainer](),
		reflect.TypeFor[kamal.StaleOptions](),
		reflect.TypeFor[kamal.State](),
		reflect.TypeFor[kamal.Step](),
		reflect.TypeFor[kamal.StepFinished](),
		reflect.TypeFor[kamal.StepStarted](),
		reflect.TypeFor[kamal.ForceOptions](),
		reflect.TypeFor[kamal.UnhealthyError](),
		reflect.TypeFor[kamal.Warning](),
	)
}

func TestPointers_ToNothingSayWhatTheyNeed(t *testing.T) {
	zero.CheckNil(t, reflect.TypeFor[*kamal.Deployer]())
}

// Methods of what is made as it should be cope with arguments that are bad.
func TestOperations_CopeWithBadArguments(t *testing.T) {
	for name, text := range map[string]string{
		"kamal-proxy": twoHosts + "accessories: {db: {image: postgres, host: app1}}\n", "traefik": traefikHosts + "servers: [app1]\n",
	} {
		cfg, r := newFleet(t, text).config(), kamaltest.NewRecorder(t)
		d := kamal.New(cfg, r, r.Options()...)
		for _, x := range []any{
			d, d.App(), d.Accessory(""), d.Accessory("db"), d.Accessory("none"), d.Accessory(kamal.AllAccessories), d.Proxy(),
			d.Traefik(), d.Build(), d.Registry(), d.Server(), d.Lock(), d.Env(), d.Prune(), d.Specifics(),
		} {
			v := reflect.ValueOf(x)
			for m := range v.Type().Methods() {
				zero.Call(t, fmt.Sprintf("kamal.%s.%s with %s", v.Type(), m.Name, name), m.Func, v)
			}
		}
	}
}

func TestOptions_ThatCantBeAreAnErrorOfEachOperation(t *testing.T) {
	cfg, r := newFleet(t, twoHosts).config(), kamaltest.NewRecorder(t)
	var none *kamaltest.Recorder
	for want, option := range map[string]kamal.Option{
		"NewSpecifics":       kamal.WithSpecifics(kamal.Specifics{}),
		"no hook \"later\"":  kamal.WithHook("later", func(context.Context, map[string]string) error { return nil }),
		"no hook \"\"":       kamal.WithHook("", nil),
		"WithHook got nil":   kamal.WithHook("pre-deploy", nil),
		"WithLocal got no":   kamal.WithLocal(nil),
		"got no executor":    kamal.WithLocal(none),
		"for -1s, every 0s":  kamal.WithLockWait(kamal.LockWait{Timeout: -time.Second}),
		"for 0s, every -1ns": kamal.WithLockWait(kamal.LockWait{Wait: true, Interval: -1}),
	} {
		d := kamal.New(cfg, r, append(r.Options(), option)...)
		_, status := d.Lock().Status(t.Context())
		for _, err := range []error{d.Deploy(t.Context(), kamal.DeployOptions{}), d.App().Stop(t.Context()), status} {
			if !errors.Is(err, kamal.ErrUsage) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v", want, err)
			}
		}
	}
	if len(r.Commands()) > 0 {
		t.Errorf("hosts got %v", r.Commands())
	}
}

func TestOptions_OfNothingLeaveWhatIsThere(t *testing.T) {
	cfg, r := newFleet(t, twoHosts).config(), kamaltest.NewRecorder(t)
	d := kamal.New(cfg, r, append(r.Options(), nil, kamal.WithEvents(nil), kamal.WithRandom(nil), kamal.WithResolver(nil), kamal.WithCommand(""))...)
	if err := d.Deploy(t.Context(), kamal.DeployOptions{SkipPush: true}); err != nil {
		t.Error(err)
	}
}

func TestFunctions_SayWhatTheyNeed(t *testing.T) {
	for name, fn := range map[string]any{
		"New": kamal.New, "NewSpecifics": kamal.NewSpecifics, "Output": kamal.Output, "ExitStatus": kamal.ExitStatus,
		"HostErrors": kamal.HostErrors, "EventJSON": kamal.EventJSON,
	} {
		zero.Call(t, "kamal."+name+" of nothing", reflect.ValueOf(fn))
	}
	if _, err := kamal.Output(t.Context(), nil, "", commands.Cmd{}); !errors.Is(err, kamal.ErrUsage) {
		t.Errorf("Output without an executor: got %v", err)
	}
	defer func() {
		if said := fmt.Sprint(recover()); !strings.HasPrefix(said, "kamal: New needs") {
			t.Errorf("got %s", said)
		}
	}()
	var none *kamaltest.Recorder
	kamal.New(newFleet(t, twoHosts).config(), none)
}

func TestOperations_OfNothingSayHowItIsMade(t *testing.T) {
	var d *kamal.Deployer
	for _, err := range []error{
		d.Deploy(t.Context(), kamal.DeployOptions{}), d.App().Boot(t.Context(), kamal.AppOptions{}), kamal.App{}.Stop(t.Context()),
		(&kamal.Deployer{}).Remove(t.Context()), kamal.Accessory{}.Boot(t.Context()), kamal.Proxy{}.Boot(t.Context()),
	} {
		if !errors.Is(err, kamal.ErrUsage) || !strings.Contains(err.Error(), "not made by kamal.New") {
			t.Errorf("got %v", err)
		}
	}
}

func TestOptions_OfOperationsAreChecked(t *testing.T) {
	cfg, r := newFleet(t, twoHosts+"accessories: {db: {image: postgres, host: app1}}\n").config(), kamaltest.NewRecorder(t)
	d, ctx := kamal.New(cfg, r, r.Options()...), t.Context()
	few := kamal.LogOptions{Lines: -1, Follow: func(config.Host, string, string) {}}
	_, app := d.App().Logs(ctx, few)
	_, accessory := d.Accessory("db").Logs(ctx, few)
	_, proxy := d.Proxy().Logs(ctx, few)
	for i, err := range []error{
		app, accessory, proxy,
		d.App().Maintenance(ctx, kamal.MaintenanceOptions{DrainTimeout: -1}), d.Proxy().Reboot(ctx, kamal.RebootOptions{Drain: -1}),
		d.Prune().Containers(ctx, kamal.PruneOptions{Retain: -1}), d.Deploy(ctx, kamal.DeployOptions{OnFailure: "panic"}),
		d.Accessory("").Boot(ctx), d.Accessory("none").Stop(ctx),
	} {
		if !errors.Is(err, kamal.ErrUsage) {
			t.Errorf("%d: got %v", i, err)
		}
	}
	if len(r.Commands()) > 0 {
		t.Errorf("hosts got %v", r.Commands())
	}
}

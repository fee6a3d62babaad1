package kamal_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const example = `
service: shop
image: acme/shop
servers:
  web: [app1, app2]
  worker: {hosts: [app2], cmd: bin/jobs}
registry:
  server: registry.example.com
  username: deployer
  password: [REGISTRY_PASSWORD]
builder: {arch: amd64}
proxy: {host: shop.example.com}
readiness_delay: 0
`

// exampleConfig is the configuration of the examples, in a version.
func exampleConfig(v config.Version) *config.Config {
	cfg, err := config.Parse(context.Background(), example, config.Options{
		Version: v, Environ: []string{"REGISTRY_PASSWORD=secret"}, WorkDir: "/shop",
	})
	if err != nil {
		panic(err)
	}
	return cfg
}

// A deploy, with the steps that it takes.
func ExampleDeployer_Deploy() {
	r := kamaltest.NewRecorder(nil)
	steps := kamal.WithEvents(func(e kamal.Event) {
		if s, ok := e.(kamal.StepStarted); ok {
			fmt.Println(s.Words, s.Hosts)
		}
	})
	d := kamal.New(exampleConfig("1"), r, append(r.Options(), steps)...)
	if err := d.Deploy(context.Background(), kamal.DeployOptions{SkipPush: true}); err != nil {
		fmt.Println(err)
	}
	fmt.Println("app1 serves", r.Host("app1").Serving("shop-web"))
	// Output:
	// pulling the image [app1 app2]
	// booting the proxy [app1 app2]
	// stopping stale containers [app1 app2]
	// booting the app [app1 app2]
	// tagging the latest image and pruning [app1 app2]
	// app1 serves shop-web-1
}

// All that a host gets when the app goes into maintenance, word by word.
func ExampleApp_Maintenance() {
	ctx := context.Background()
	r := kamaltest.NewRecorder(nil)
	d := kamal.New(exampleConfig("1"), r, append(r.Options(), primaryOnly("1"))...)
	if err := d.Deploy(ctx, kamal.DeployOptions{SkipPush: true}); err != nil {
		fmt.Println(err)
	}
	r.Reset()
	if err := d.App().Maintenance(ctx, kamal.MaintenanceOptions{Message: "Back soon"}); err != nil {
		fmt.Println(err)
	}
	fmt.Print(r.Transcript())
	// Output:
	// local: git config user.name
	// app1: mkdir -p .kamal && { chmod -f 700 .kamal || true; } && { { test '!' -d .kamal/locks/shop && mkdir .kamal/lock-shop && { { { echo LOCK | cat; } > .kamal/lock-shop/details && test -s .kamal/lock-shop/details && echo taken; } || { rm -rf .kamal/lock-shop && false; }; }; } || { { test -d .kamal/lock-shop || test -d .kamal/locks/shop; } && echo held && { cat .kamal/lock-shop/details 2>/dev/null || cat .kamal/locks/shop/details 2>/dev/null || true; }; }; }
	// # going into maintenance
	// app1: docker exec kamal-proxy kamal-proxy stop shop-web --drain-timeout=30s '--message=Back soon'
	// #
	// app1: test "$(cat .kamal/lock-shop/details)" '=' LOCK && rm -rf .kamal/lock-shop && echo released
}

// primaryOnly narrows to the primary host.
func primaryOnly(v config.Version) kamal.Option {
	s, err := kamal.NewSpecifics(exampleConfig(v), kamal.Selection{Primary: true})
	if err != nil {
		panic(err)
	}
	return kamal.WithSpecifics(s)
}

// A rollback goes to the version that ran before.
func ExampleDeployer_Rollback() {
	ctx := context.Background()
	r := kamaltest.NewRecorder(nil)
	for _, v := range []config.Version{"1", "2"} {
		d := kamal.New(exampleConfig(v), r, r.Options()...)
		if err := d.Deploy(ctx, kamal.DeployOptions{SkipPush: true}); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println("app1 serves", r.Host("app1").Serving("shop-web"))
	d := kamal.New(exampleConfig("2"), r, r.Options()...)
	if err := d.Rollback(ctx, kamal.AppOptions{}); err != nil {
		fmt.Println(err)
	}
	fmt.Println("app1 serves", r.Host("app1").Serving("shop-web"))
	// Output:
	// app1 serves shop-web-2
	// app1 serves shop-web-1
}

// A deploy that fails says which host is in which state.
func ExampleBootError() {
	r := kamaltest.NewRecorder(nil, kamaltest.Reply{
		Host: "app2", Line: "docker exec kamal-proxy kamal-proxy deploy *", Stderr: "Error: target failed to become healthy\n", Exit: 1,
	})
	d := kamal.New(exampleConfig("1"), r, r.Options()...)
	err := d.Deploy(context.Background(), kamal.DeployOptions{SkipPush: true})
	if boot, ok := errors.AsType[*kamal.BootError](err); ok {
		fmt.Println(boot.Report())
	}
	// Output:
	// app1 web: version 1 runs
	// app2 web: nothing runs, version 1 did not come up
	// app2 worker: not touched
}

// Roles and hosts are asked for by name or pattern, and come in the order of the
// work.
func ExampleNewSpecifics() {
	cfg := exampleConfig("1")
	for _, sel := range []kamal.Selection{{}, {Roles: []string{"worker"}}, {Hosts: []string{"app*"}}, {Primary: true}} {
		s, err := kamal.NewSpecifics(cfg, sel)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(s.Hosts(), "first", s.RolesOn(s.PrimaryHost())[0].Name, "on", s.PrimaryHost())
	}
	_, err := kamal.NewSpecifics(cfg, kamal.Selection{Hosts: []string{"db*"}})
	fmt.Println(err)
	// Output:
	// [app1 app2] first web on app1
	// [app2] first worker on app2
	// [app1 app2] first web on app1
	// [app1] first web on app1
	// not possible: no hosts match ["db*"]: there are app1, app2
}

// Any function that runs a command on a host is a transport: this one only says
// what it was asked.
func ExampleExecutorFunc() {
	x := kamal.ExecutorFunc(func(_ context.Context, host string, cmd commands.Cmd) error {
		fmt.Printf("%s: %s\n", host, cmd)
		return nil
	})
	d := kamal.New(exampleConfig("1"), x, primaryOnly("1"))
	if _, err := d.App().Containers(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// app1: docker container ls --all --filter label=service=shop --filter label=destination=
}

// Every command is an event, with the time that it took.
func ExampleWithEvents() {
	r := kamaltest.NewRecorder(nil)
	d := kamal.New(exampleConfig("1"), r, kamal.WithLocal(r), primaryOnly("1"), kamal.WithEvents(func(e kamal.Event) {
		switch e := e.(type) {
		case kamal.CommandStarted:
			fmt.Printf("%s> %s\n", e.Host, e.Line)
		case kamal.Printed:
			fmt.Printf("%s: %s", e.Host, e.Text)
		case kamal.CommandFinished:
			fmt.Println("err:", e.Err)
		}
	}))
	if _, err := d.App().Images(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// app1> docker image ls registry.example.com/acme/shop
	// app1: REPOSITORY   TAG       IMAGE ID   CREATED   SIZE
	// err: <nil>
}

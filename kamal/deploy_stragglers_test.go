package kamal_test

import (
	"context"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// A host does not wait for one that is slow with its proxy, unless something has to be
// known of all before the first is switched.
func TestDeploy_WaitsForNoSlowHost(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		hook  bool
		stops string // a proxy that does not run
		waits bool
	}{
		"nothing between":      {text: twoHosts},
		"a limit":              {text: twoHosts + "boot: {limit: 1}\n", waits: true},
		"roles at once":        {text: twoHosts + "boot: {parallel_roles: true}\n", waits: true},
		"a hook":               {text: twoHosts, hook: true, waits: true},
		"a proxy is not there": {text: twoHosts, stops: "app2", waits: true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				f := newFleet(t, tt.text)
				f.deployed("1")
				if tt.stops != "" {
					f.tell(tt.stops, "docker stop kamal-proxy")
				}
				f.Add(kamaltest.Reply{Host: "app2", Line: "docker network create kamal", Times: 1, Delay: 30 * time.Second})
				early := make(chan string, 1)
				time.AfterFunc(20*time.Second, func() { early <- f.Host("app1").Serving("app-web") })
				var options []kamal.Option
				if tt.hook {
					options = append(options, kamal.WithHook("pre-app-boot", func(context.Context, map[string]string) error { return nil }))
				}
				if err := f.at("2", options...).Deploy(t.Context(), skipPush); err != nil {
					t.Fatal(err)
				}
				if got, want := <-early, map[bool]string{true: "app-web-1", false: "app-web-2"}[tt.waits]; got != want {
					t.Errorf("after 20 seconds app1 served %s, want %s", got, want)
				}
				f.leaves("app1", "app-web-2")
				if got := f.Host("app2").Serving("app-web"); got != "app-web-2" {
					t.Errorf("app2 serves %q", got)
				}
			})
		})
	}
}

// A proxy that stops after it was seen is started, also where a container was stopped as
// stale in between.
func TestDeploy_StartsAProxyThatStoppedMeanwhile(t *testing.T) {
	for _, stale := range []bool{false, true} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, twoHosts)
			f.deployed("9")
			f.deployed("1")
			if stale {
				f.tell("app1", "docker start app-web-9")
			}
			f.Add(kamaltest.Reply{Host: "app1", Line: "mkdir .kamal/lock-app", Times: 1, Before: func() { f.tell("app1", "docker stop kamal-proxy") }})
			if err := f.at("2").Deploy(t.Context(), skipPush); err != nil {
				t.Error(err)
			}
			if got := f.Host("app1").Serving("app-web"); got != "app-web-2" {
				t.Errorf("stale container: %t: app1 serves %q", stale, got)
			}
		})
	}
}

package e2e_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

// outageGoal is how long a host is to be without service at most while its proxy is replaced,
// and outageLimit what a machine may make of it that has a lot of other work.
const (
	outageGoal  = 700 * time.Millisecond
	outageLimit = 5 * time.Second
)

func TestProxyReboot_UnderLoadIsShortAndOneHostAfterTheOther(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	busy := load.Start(t.Context(), a.urls("/slow?ms=2000")...)
	var watches []*load.Watch
	for _, host := range a.Hosts {
		watches = append(watches, load.StartWatch(t.Context(), "http://"+host.Address+"/"))
	}
	a.run(t, "proxy", "reboot", "-y")
	for i, w := range watches {
		outage := w.Stop()
		t.Logf("%s was without service for %d ms, the goal is %s", a.Hosts[i].Name, outage.Milliseconds(), outageGoal)
		if outage > outageLimit {
			t.Errorf("%s was without service for %s", a.Hosts[i].Name, outage)
		}
	}
	t.Log("requests of two seconds: ", busy.Stop())
	for _, host := range a.Hosts {
		wantServedSoon(t, host, a.version(t))
	}
}

func TestProxyReboot_BehindABalancerNoRequestFails(t *testing.T) {
	a := newApp(t)
	b := a.newBalancer(t)
	b.addHooks(t, a, "pre-proxy-reboot", "post-proxy-reboot")
	a.run(t, "setup")
	running := b.load(t.Context())
	a.run(t, "proxy", "reboot", "--rolling", "-y")
	wantNoFailure(t, running.Stop())
}

func TestProxyReboot_ThatFailsLeavesTheOldProxy(t *testing.T) {
	a := newApp(t)
	host := a.Hosts[0]
	const options = "    options:\n      label: [a=b c]\n      memory: 256m\n      ulimit: nofile=1024:2048\n      add-host: db:192.0.2.3\n      env: GREETING=hello\n      cap-drop: NET_RAW\n"
	version := a.change(t, append(a.oneHost(host), "  run:\n", "  run:\n"+options)...)
	a.run(t, "setup")
	before := madeAs(t, host)
	for _, wrong := range []string{"    options:\n      memory: 1b\n", "    options:\n      entrypoint: /nowhere\n"} {
		a.change(t, append(a.oneHost(host), "  run:\n", "  run:\n"+wrong)...)
		text := a.fails(t, failed, "proxy", "reboot", "-y")
		if !strings.Contains(text, "the old one was started again") {
			t.Errorf("after %q it says\n%s", wrong, text)
		}
		wantServedSoon(t, host, version)
		if diff := cmp.Diff(before, madeAs(t, host)); diff != "" {
			t.Errorf("the old proxy is another: %s", diff)
		}
	}
}

// madeAs is how the proxy's container was made, by what docker tells of it. Lists whose
// order means nothing are sorted: docker does not keep it.
func madeAs(t *testing.T, host *playground.Host) map[string]any {
	t.Helper()
	var made struct {
		Image              string
		HostConfig, Config map[string]any
	}
	if err := json.Unmarshal([]byte(onHost(t, host, "docker inspect --format '{{json .}}' kamal-proxy")), &made); err != nil {
		t.Fatal(err)
	}
	all := map[string]any{"Image": made.Image, "HostConfig": made.HostConfig}
	for _, key := range []string{"Env", "Labels", "Cmd", "Entrypoint", "User", "ExposedPorts"} {
		all[key] = made.Config[key]
	}
	for _, list := range []any{all["Env"], made.HostConfig["Binds"]} {
		texts, _ := list.([]any)
		slices.SortFunc(texts, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return all
}

// The run directory was open, as older versions left it, and files are made as private as can
// be by default: containers read what they must, and other accounts nothing.
func TestRunDirectory_IsClosedAndContainersReadWhatIsTheirs(t *testing.T) {
	a := newApp(t)
	host := a.Hosts[0]
	onHost(t, host, "mkdir -p .kamal/proxy/apps-config && chmod 755 .kamal && chmod 700 .kamal/proxy/apps-config && echo umask 077 >> .bashrc")
	a.commitFiles(t, map[string]string{
		"Dockerfile": dockerfileWithAssets + "USER 1234\n", "assets/app.css": "style\n", "pages/503.html": "<h1>Closed</h1>\n",
	})
	a.change(t, append(a.oneHost(host), "service: shop\n", "service: shop\nasset_path: /assets\nerror_pages_path: pages\n")...)
	a.run(t, "setup")
	page := "http://" + host.Address
	wantPage(t, through(host), page+"/assets/app.css", 200, "style")
	a.run(t, "app", "maintenance")
	wantPage(t, through(host), page+"/", 503, "<h1>Closed</h1>")
	wantClosed(t, host)
	a.run(t, "proxy", "reboot", "-y")
	wantPage(t, through(host), page+"/", 503, "<h1>Closed</h1>")
}

func wantClosed(t *testing.T, host *playground.Host) {
	t.Helper()
	if mode := onHost(t, host, "stat -c %a .kamal"); mode != "700" {
		t.Errorf("the run directory has mode %s", mode)
	}
	if open := onHost(t, host, "find .kamal/env -type f ! -perm 600"); open != "" {
		t.Errorf("env files that others could read: %s", open)
	}
}

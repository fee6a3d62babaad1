package e2e_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

// withCache is the app's project with an accessory that has all kinds of files.
func withCache(a *app, host *playground.Host) map[string]string {
	return map[string]string{
		"config/plain.conf":   "plain <%= 1 %>\n",
		"config/cache.erb":    "size <%= ENV[\"SIZE\"] %>\n",
		"config/init/one.sql": "one\n",
		"config/deploy.yml": a.Configuration() + `accessories:
  cache:
    image: ` + a.image() + `
    host: ` + host.Address + `
    env:
      clear:
        SIZE: 12
        KAMAL_VERSION: accessory
    files:
      - config/plain.conf:/assets/plain.conf
      - config/init:/assets/init
      - local: config/cache.erb
        remote: /assets/cache.conf
        mode: "0640"
        owner: "1000:1000"
    directories:
      - data:/assets/data
      - local: strict
        remote: /assets/strict
        mode: "0700"
        owner: "1000"
    proxy:
      host: cache.example.com
      healthcheck:
        interval: 1
`,
	}
}

func TestAccessory_BehindTheProxyWithFilesAndFolders(t *testing.T) {
	a := newApp(t)
	a.pushByHand(t)
	host := a.Hosts[1]
	client := through(host)
	const page = "http://cache.example.com/"
	a.commitFiles(t, withCache(a, host))
	a.run(t, "setup")
	wantPage(t, client, page, 200, "accessory")
	wantPage(t, client, page+"assets/plain.conf", 200, "plain <%= 1 %>")
	wantPage(t, client, page+"assets/cache.conf", 200, "size 12")
	wantPage(t, client, page+"assets/init/one.sql", 200, "one")
	modes := onHost(t, host, "cd shop-cache && stat -c '%n %a %u:%g' assets/cache.conf strict assets/plain.conf")
	if want := "assets/cache.conf 640 1000:1000\nstrict 700 1000:0\nassets/plain.conf 755 0:0"; modes != want {
		t.Errorf("modes of files and folders:\n%s\nwant\n%s", modes, want)
	}

	wantNoDifference(t, a)
	onHost(t, host, "echo kept > shop-cache/data/file")
	before := onHost(t, host, "docker ps -q --filter label=service=shop-cache")
	running := load.Start(t.Context(), a.urls("/slow?ms=100")...) // of the app, beside it
	a.run(t, "accessory", "reboot", "cache")
	wantNoFailure(t, running.Stop())
	if after := onHost(t, host, "docker ps -q --filter label=service=shop-cache"); after == "" || after == before {
		t.Errorf("the accessory's container was %q and is %q", before, after)
	}
	wantPage(t, client, page+"assets/data/file", 200, "kept")

	t.Log("its commands and logs")
	for _, how := range [][]string{{"accessory", "exec", "cache"}, {"accessory", "exec", "--reuse", "cache"}} {
		if text := a.run(t, append(how, "app echo 'hello  there'")...); !strings.Contains(text, "hello  there") {
			t.Errorf("%q: %q", how, text)
		}
	}
	if left := onHost(t, host, "docker ps -aq --filter ancestor="+a.image()); strings.Contains(left, "\n") {
		t.Errorf("a command's container is left: %q", left)
	}
	wantPage(t, client, page+"say?text=said+by+the+accessory", 200, "")
	if text := a.run(t, "accessory", "logs", "cache", "--lines", "5"); !strings.Contains(text, "said by the accessory") {
		t.Errorf("logs: %q", text)
	}

	t.Log("it goes, and the app stays")
	a.run(t, "accessory", "remove", "cache", "-y")
	if left := onHost(t, host, "ls; docker ps -a --format '{{.Names}}'"); strings.Contains(left, "cache") {
		t.Errorf("the host still has %q", left)
	}
	wantPage(t, client, page, 200, a.version(t))
	a.run(t, "accessory", "boot", "all")
	wantPage(t, client, page, 200, "accessory")
	wantPage(t, client, page+"assets/data/file", 404, "") // its data went with it
}

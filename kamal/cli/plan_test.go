package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/project"
)

// plannedProject is a project with hosts and accessories, of which a version runs.
func plannedProject(t *testing.T, hosts ...string) fleetProject {
	t.Helper()
	p := fleetProject{Recorder: kamaltest.NewRecorder(t), dir: t.TempDir()}
	var err error
	if p.Fleet, err = p.Serve(p.dir, hosts, kamaltest.FleetOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	p.write(t, ".kamal/secrets", "PASSWORD=$PASSWORD\nTOKEN=${TOKEN:-one}\n")
	p.configure(t, hosts, `
env: {clear: {MODE: slow, OLD: x, SAME: "1"}, secret: [TOKEN]}
proxy: {host: shop.example.com}
volumes: ["data:/data"]
accessories:
  db: {image: "postgres:16", host: `+hosts[0]+`, env: {clear: {A: "1"}}, options: {memory: 256m}}
  cache: {image: "redis:7", host: `+hosts[0]+`}
`)
	for _, args := range [][]string{{"setup", "-P", "--version", "v1"}, {"deploy", "-P", "--version", "v2"}} {
		if _, errs, status := p.kamal(t, args...); status != codeDone {
			t.Fatal(errs)
		}
	}
	return p
}

func (p fleetProject) configure(t *testing.T, hosts []string, more string) {
	t.Helper()
	p.write(t, "config/deploy.yml", fmt.Sprintf("service: shop\nimage: shop\nservers: {web: [%s], job: {hosts: [%s], cmd: bin/jobs}}\n"+
		"registry: {server: registry.example.com, username: dev, password: [PASSWORD]}\nreadiness_delay: 0\n"+
		"builder: {arch: amd64, context: .}\nssh: {config: [%q]}\n", strings.Join(hosts, ", "), hosts[0], p.ConfigFile())+more)
}

func TestPlan_TellsWhatChanges(t *testing.T) {
	hosts := []string{"app1", "app2", "app3", "app4"}
	p := plannedProject(t, hosts...)
	for _, c := range []struct{ name, args, more, want string }{
		{"as it is", "plan -P --version v2", "", `shop: v2 anew on 4 hosts (web 4, job 1)
  web on 4 hosts: shop-web-v2 replaced
  job on app1: shop-job-v2 replaced
`},
		{"all is other", "plan -P --version v3", `
env: {clear: {MODE: fast, NEW: y, SAME: "1"}, secret: [TOKEN]}
proxy: {hosts: [shop.example.com, www.example.com], ssl: false, path_prefix: /shop}
volumes: ["data:/data", "more:/more"]
accessories:
  db: {image: "postgres:17", host: app1, env: {clear: {A: "2"}}, options: {memory: 512m}}
  cache: {image: "redis:7", host: app1}
`, `shop: v2 -> v3 on 4 hosts (web 4, job 1)
  web on 4 hosts: shop-web-v2 -> shop-web-v3
    env  ~MODE  +NEW  -OLD
    volume  +more:/more
    proxy host  +www.example.com
    proxy path  +/shop
  job on app1: shop-job-v2 -> shop-job-v3
    env  ~MODE  +NEW  -OLD
    volume  +more:/more
  db on app1: differs from the configuration, and stays so until kamal accessory reboot db
    image  ~postgres:16 -> postgres:17
    env  ~A
    memory  ~256m -> 512m
  image on 4 hosts: registry.example.com/shop:v3 pulled
`},
		{"back", "plan rollback", "", `shop: v2 -> v1 on 4 hosts (web 4, job 1)
  web on 4 hosts: shop-web-v2 -> shop-web-v1
    env  ~MODE  +NEW  -OLD
    volume  +more:/more
    proxy host  +www.example.com
    proxy path  +/shop
  job on app1: shop-job-v2 -> shop-job-v1
    env  ~MODE  +NEW  -OLD
    volume  +more:/more
  db on app1: differs from the configuration, and stays so until kamal accessory reboot db
    image  ~postgres:16 -> postgres:17
    env  ~A
    memory  ~256m -> 512m
`},
		{"an accessory", "plan accessory reboot db", "", `shop: the app stays as it is
  db on app1: replaced
    image  ~postgres:16 -> postgres:17
    env  ~A
    memory  ~256m -> 512m
  image on app1: postgres:17 pulled
`},
		{"what serves nobody", "plan app remove_container v1", "", `shop: the app stays as it is
  web on 4 hosts: shop-web-v1 removed
  job on app1: shop-job-v1 removed
`},
		{"maintenance", "plan app maintenance", "", `shop: the proxy serves it otherwise
  web on 4 hosts: shop-web-v2 stays as it is
    proxy state  ~running -> stopped
`},
		{"a restart", "plan accessory restart db", "", "shop: the app stays as it is\n  db on app1: restarted\n"},
		{"a read", "plan app logs", "", "shop: no container and no image changes (-v shows the commands)\n"},
		{"the lock", "plan lock status", "", "shop: no container and no image changes (-v shows the commands)\n"},
		{"the proxy", "plan proxy reboot -y", "", "shop: the app stays as it is\n  kamal-proxy on 4 hosts: replaced\n"},
		{"the end", "plan remove", "", `shop: v2 ends on 4 hosts (web 4, job 1)
  web on 4 hosts: shop-web-v2, shop-web-v1 removed
  job on app1: shop-job-v2, shop-job-v1 removed
  db on app1: removed
  cache on app1: removed
  kamal-proxy on 4 hosts: removed
  image on 4 hosts: registry.example.com/shop:v2, basecamp/kamal-proxy:v0.9.2, registry.example.com/shop:v1 removed
  image on app1: redis:7 removed
`},
	} {
		if c.more != "" {
			p.configure(t, hosts, c.more)
		}
		out, errs, status := p.kamal(t, strings.Fields(c.args)...)
		if status != codeDone {
			t.Fatalf("%s: status %d: %s", c.name, status, errs)
		}
		if diff := cmp.Diff(c.want, out); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
		if strings.Contains(out+errs, "slow") || strings.Contains(out+errs, "fast") {
			t.Errorf("%s: the value of a variable is told", c.name)
		}
	}
}

func TestPlan_HasAStatusAndDataForPrograms(t *testing.T) {
	p := plannedProject(t, "app1")
	for args, want := range map[string]int{
		"plan -P --version v3 --detailed-exitcode":             codeChanges,
		"deploy -P --version v3 --dry-run --detailed-exitcode": codeChanges,
		"plan details --detailed-exitcode":                     codeDone,
		"plan -P --version v3":                                 codeDone,
		"plan rollback v9 --detailed-exitcode":                 codeFailed,
	} {
		if _, errs, status := p.kamal(t, strings.Fields(args)...); status != want {
			t.Errorf("%s: status %d, want %d: %s", args, status, want, errs)
		}
	}
	out, errs, _ := p.kamal(t, "plan", "rollback", "--output", "json")
	first, _, _ := strings.Cut(out, "\n")
	var got struct {
		Data project.Plan
	}
	if err := json.Unmarshal([]byte(first), &got); err != nil {
		t.Fatalf("%v: %s%s", err, out, errs)
	}
	d := got.Data
	if !slices.Equal(d.From, []config.Version{"v2"}) || !slices.Equal(d.To, []config.Version{"v1"}) || len(d.Changes) != 2 || d.Changes[0].Kind != project.Replaced || len(d.Commands) < 5 {
		t.Errorf("got %+v", d)
	}
}

// TestPlan_OfManyHostsIsShort also for hosts that have nothing in common but their kind.
func TestPlan_OfManyHostsIsShort(t *testing.T) {
	p := newFleetProject(t)
	hosts := make([]string, 200)
	for i := range hosts {
		hosts[i] = fmt.Sprintf("192.0.2.%d", i+1)
	}
	p.configure(t, hosts, "proxy: {host: shop.example.com}\n")
	out, errs, status := p.kamal(t, "plan", "--offline", "-P", "--version", "v1")
	if status != codeDone || strings.Count(out, "\n") > 8 || !strings.Contains(out, "  web on 200 hosts: shop-web-v1 started\n") {
		t.Errorf("status %d, got %s%s", status, out, errs)
	}
	plan := &project.Plan{Service: "shop"}
	for i := range 40 {
		plan.Changes = append(plan.Changes, project.Change{Subject: "image", Kind: project.Removed, Before: fmt.Sprint(i), Hosts: []config.Host{config.Host(fmt.Sprint("app", i))}})
	}
	text := planText(plan)
	if lines := strings.Split(text, "\n"); len(lines) != 25 || lines[24] != "  and 17 lines more, --output json has all" {
		t.Errorf("got %d lines:\n%s", len(lines), text)
	}
}

func TestPlan_OfWhatFailsIsNoAnswer(t *testing.T) {
	p := plannedProject(t, "app1")
	out, errs, status := p.kamal(t, "plan", "rollback", "v9", "--detailed-exitcode")
	if status != codeFailed || out != "" || !strings.Contains(errs, "no such version on the hosts") {
		t.Errorf("status %d, %q, %q", status, out, errs)
	}
	if _, errs, status = p.kamal(t, "plan", "doctor"); status != codeUsage || !strings.Contains(errs, "nothing to plan") {
		t.Errorf("status %d, %q", status, errs)
	}
}

func TestPlan_TellsWhereDockerIsMissing(t *testing.T) {
	p := plannedProject(t, "app1", "app2")
	p.Host("app2").RemoveFile("/usr/bin/docker")
	out, errs, status := p.kamal(t, "plan", "server", "bootstrap", "--detailed-exitcode")
	if want := "shop: the app stays as it is\n  docker on app2: installed\n"; out != want || status != codeChanges {
		t.Errorf("status %d, %q, %q", status, out, errs)
	}
}

// TestPlan_TellsWhatStaysOther knows proxies and accessories that a deploy leaves as they
// are, and what is on the hosts apart from the configuration.
func TestPlan_TellsWhatStaysOther(t *testing.T) {
	hosts := []string{"app1", "app2"}
	p := plannedProject(t, hosts...)
	for _, args := range []string{"accessory stop cache", "app maintenance"} {
		if _, errs, status := p.kamal(t, strings.Fields(args)...); status != codeDone {
			t.Fatal(errs)
		}
	}
	p.configure(t, hosts, `
env: {clear: {MODE: slow, OLD: x, SAME: "1"}, secret: [TOKEN]}
proxy: {host: shop.example.com, run: {http_port: 81}}
volumes: ["data:/data"]
logging: {options: {max-size: 99m}}
accessories:
  db: {image: "postgres:16", host: app1, env: {clear: {A: "1"}}, options: {memory: 256m, stop-timeout: 20, ulimit: "nofile=9"}}
  cache: {image: "redis:7", host: app1}
  search: {image: "meilisearch:1", host: app2}
`)
	for args, want := range map[string]string{
		"plan -P --version v2": `shop: v2 anew on 2 hosts (web 2, job 1)
  web on app1, app2: shop-web-v2 replaced
    log-opt  ~max-size
    proxy state  ~stopped -> running
  job on app1: shop-job-v2 replaced
    log-opt  ~max-size
  db on app1: differs from the configuration, and stays so until kamal accessory reboot db
    stop-timeout  +20
    ulimit  +nofile=9:9
    log-opt  ~max-size
  cache on app1: does not run until kamal accessory start cache
  search on app2: is not there until kamal accessory boot search
  kamal-proxy on app1, app2: differs from the configuration, and stays so until kamal proxy reboot
    publish  ~80:80/tcp -> 81:80/tcp
`,
		"plan app live": `shop: the proxy serves it otherwise
  web on app1, app2: shop-web-v2 stays as it is
    proxy state  ~stopped -> running
`,
		"plan app exec --detach ls": "shop: the app stays as it is\n  container on app1: shop-job-exec-latest started\n  container on app1, app2: shop-web-exec-latest started\n",
	} {
		out, errs, status := p.kamal(t, strings.Fields(args)...)
		if diff := cmp.Diff(want, out); diff != "" || status != codeDone {
			t.Errorf("%s: status %d, %s\n%s", args, status, errs, diff)
		}
	}
}

func TestPlan_TellsNoSecret(t *testing.T) {
	hosts := []string{"app1"}
	p := plannedProject(t, hosts...)
	p.configure(t, hosts, "env: {secret: [TOKEN]}\nproxy: {host: shop.example.com}\nvolumes: [\"data:/tokens/hunter2\"]\n")
	p.write(t, ".kamal/secrets", "PASSWORD=$PASSWORD\nTOKEN=hunter2\n")
	for _, output := range []string{"", "json"} {
		out, errs, status := p.kamal(t, "plan", "-P", "--version", "v3", "-v", "--output="+output)
		if status != codeDone || strings.Contains(out+errs, "hunter2") || !strings.Contains(out, "data:/tokens/[REDACTED]") {
			t.Errorf("output %q: status %d, got %s%s", output, status, out, errs)
		}
	}
}

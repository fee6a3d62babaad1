package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dataOf gives the data of the results of a command, each as JSON.
func (p fleetProject) dataOf(t *testing.T, line string) []string {
	t.Helper()
	out, errs, status := p.runs(t, Program{}, append(strings.Fields(line), "--output", "json")...)
	if status != codeDone {
		t.Fatalf("%s: status %d, %s%s", line, status, out, errs)
	}
	var found []string
	for text := range strings.Lines(out) {
		var l struct {
			Event string
			Data  json.RawMessage
		}
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		if l.Event == "result" {
			found = append(found, string(l.Data))
		}
	}
	return found
}

func TestJSON_ResultsAreData(t *testing.T) {
	p := newFleetProject(t)
	p.withPrograms(t)
	for _, version := range []string{"v1", "v2"} {
		if _, errs, status := p.runs(t, Program{}, "deploy", "--skip-push", "--version", version); status != codeDone {
			t.Fatal(errs)
		}
	}
	for line, want := range map[string]string{
		"app details":           `"names":"shop-web-v2"`,
		"app containers":        `"names":"shop-web-v1"`,
		"app images":            `"name":"registry.example.com/shop:v2"`,
		"app version":           `{"version":"v2"}`,
		"app versions":          `"version":"v1"`,
		"proxy details":         `"names":"kamal-proxy"`,
		"details":               `"names":"kamal-proxy"`,
		"audit":                 `"text":"Booted app version v2`,
		"lock status":           `{"held":false}`,
		"plan app boot":         `{"step":"booting the app","host":"app1","command":"`,
		"docs boot":             `"section":"boot"`,
		"completion bash":       `"shell":"bash"`,
		"secrets print":         `{"PASSWORD":"secret"}`,
		"proxy boot_config get": `{"publish":true,"http_port":80,"https_port":443,"log_max_size":"10m","repository":"basecamp","image_version":"v`,
		"build details":         `{"kind":"local","name":"kamal-local-docker-container","builders":["kamal-local-docker-container"]}`,
		"config":                `"roles":["web"]`,
		"secrets check":         `"name":"PASSWORD"`,
		"version":               `{"version":"`,
		"init":                  `{"created":[".kamal/hooks/docker-setup.sample",`,
	} {
		got := strings.Join(p.dataOf(t, line), "\n")
		if !strings.Contains(got, want) {
			t.Errorf("%s: no %s in %s", line, want, got)
		}
	}
	if got := p.dataOf(t, "secrets extract KEY {\"a/KEY\":\"x\"}"); !cmp.Equal(got, []string{`{"KEY":"x"}`}) {
		t.Errorf("got %q", got)
	}
}

func TestJSON_DataHasItsSecretsMasked(t *testing.T) {
	p := newFleetProject(t)
	p.write(t, ".kamal/secrets", "PASSWORD=hunter2hunter2\n")
	if _, errs, status := p.runs(t, Program{}, "deploy", "--skip-push", "--version", "hunter2hunter2"); status != codeDone {
		t.Fatal(errs)
	}
	if got := strings.Join(p.dataOf(t, "app details"), "\n"); strings.Contains(got, "hunter2") || !strings.Contains(got, "shop-web-") {
		t.Errorf("got %s", got)
	}
}

// withPrograms lets this machine have a docker that knows one builder, and a vault.
func (p fleetProject) withPrograms(t *testing.T) {
	p.write(t, "bin/docker", "#!/bin/sh\ntest \"$1\" = context || printf 'NAME/NODE DRIVER\\nkamal-local-docker-container docker-container\\n'\n")
	p.write(t, "bin/doppler", "#!/bin/sh\necho '{\"KEY\":{\"computed\":\"x\"}}'\n")
	t.Setenv("PATH", filepath.Join(p.dir, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"))
}

// silent are the commands that change something and show nothing but how it goes.
var silent = strings.Fields(`
	setup deploy redeploy rollback remove upgrade downgrade
	app_boot app_start app_stop app_live app_maintenance app_remove app_remove_container app_remove_containers app_remove_images app_remove_app_directories
	accessory_boot accessory_reboot accessory_start accessory_stop accessory_restart accessory_upload accessory_directories accessory_pull_image
	accessory_remove accessory_remove_container accessory_remove_image accessory_remove_service_directory accessory_upgrade accessory_downgrade
	proxy_boot proxy_reboot proxy_start proxy_stop proxy_restart proxy_remove proxy_remove_container proxy_remove_image proxy_remove_proxy_directory
	proxy_upgrade proxy_boot_config_set proxy_boot_config_reset
	traefik_boot traefik_reboot traefik_start traefik_stop traefik_restart traefik_remove traefik_remove_container traefik_remove_image traefik_downgrade
	build_deliver build_push build_pull build_create build_remove build_dev
	registry_setup registry_login registry_logout registry_remove server_bootstrap envify lock_acquire lock_release
	env_push env_delete prune_all prune_images prune_containers`)

// printing are those that hand on what a program prints.
var printing = strings.Fields("app_exec accessory_exec server_exec app_logs accessory_logs proxy_logs traefik_logs")

// Each command that shows something gives data, and each of the grammar is looked at.
func TestJSON_EveryCommandThatShowsSomethingGivesData(t *testing.T) {
	p := newFleetProject(t)
	p.withPrograms(t)
	p.write(t, "config/deploy.yml", p.read(t, "config/deploy.yml")+"accessories: {db: {image: postgres, host: app1}}\n")
	old := newFleetProject(t)
	old.write(t, "config/deploy.yml", strings.Replace(old.read(t, "config/deploy.yml"), "proxy: {host: shop.example.com}", "traefik: {}", 1))
	for _, project := range []fleetProject{p, old} {
		project.write(t, "Dockerfile", "FROM scratch\nEXPOSE 80\n")
		for _, version := range []string{"v1", "v2"} {
			if _, errs, status := project.runs(t, Program{}, "setup", "--skip-push", "--version", version); status != codeDone {
				t.Fatal(errs)
			}
		}
	}
	arguments := map[string]string{
		"accessory details": "db", "secrets extract": `KEY {"KEY":"x"}`, "completion": "bash", "plan": "app boot",
		"secrets fetch": "--adapter doppler --from web/prd KEY",
	}
	for _, command := range testReader(t).Root.Leaves(true) {
		name := strings.TrimPrefix(command.FullPath(), "kamal ")
		name = strings.ReplaceAll(name, "-", "_")
		key := strings.ReplaceAll(name, " ", "_")
		if slices.Contains(silent, key) || slices.Contains(printing, key) {
			continue
		}
		from := p
		if strings.HasPrefix(name, "traefik") {
			from = old
		}
		found := from.dataOf(t, strings.TrimSpace(name+" "+arguments[name]))
		if len(found) == 0 && name != "app stale_containers" || slices.Contains(found, "") { // there are none of these
			t.Errorf("%s: its results have the data %q", name, found)
		}
	}
}

// read gives the text of a file of the project.
func (p fleetProject) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

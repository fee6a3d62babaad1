package cli

import (
	"encoding/json"
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
		"proxy boot_config get": `{"options":"`,
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

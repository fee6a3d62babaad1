package config_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestJSON_IsWhatYAMLIs(t *testing.T) {
	c := parse(t, minimal+"accessories: { db: { image: x, host: 192.0.2.2, env: { N: 1.50, S: <a> } } }\n", config.Options{Version: "v1"})
	text, err := c.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Roles       []string
		Version     string
		Accessories map[string]struct{ Env map[string]any }
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Roles) != 1 || got.Version != "v1" || got.Accessories["db"].Env["N"] != 1.5 || got.Accessories["db"].Env["S"] != "<a>" {
		t.Errorf("got %s", text)
	}
}

func TestYAML_RedactsWrittenPasswords(t *testing.T) {
	c := parse(t, minimal+`
accessories:
  db: { image: x, host: 192.0.2.2, registry: { username: hunter, password: hunter2 }, env: { password: seen, username: x } }
`, config.Options{Version: "v1"})
	text, err := c.YAML()
	if err != nil || strings.Contains(string(text), "hunter2") || !strings.Contains(string(text), "username: hunter\n") {
		t.Errorf("%v in\n%s", err, text)
	}
}

func TestYAML_NeedsAVersion(t *testing.T) {
	if text, err := parse(t, minimal, config.Options{}).YAML(); !errors.Is(err, config.ErrNoVersion) || !strings.Contains(err.Error(), "Options.Version") || text != nil {
		t.Errorf("got %v and %q", err, text)
	}
}

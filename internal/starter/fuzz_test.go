package starter_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/starter"
	"github.com/kamal-go/kamal/kamal/config"
)

// FuzzLook holds that any files make a configuration, or an error.
func FuzzLook(f *testing.F) {
	f.Add("FROM a\nEXPOSE 3000", composed, "A_KEY=1", "git@example.com:a/b.git")
	f.Add("FROM ${A:-b}\nENV PORT", "services: {a: {build: ., environment: [A=<%= 1 %>, 'B C=1', '=x']}}", "=\n", "://")
	f.Add("", "services: {web: {build: .}, Web: {build: ., command: x}, d_b: {image: '${A}'}, d.b: {image: a}}", "", "")
	f.Fuzz(func(t *testing.T, dockerfile, compose, env, origin string) {
		dir := project(t, "shop", map[string]string{"Dockerfile": dockerfile, "compose.yml": compose, ".env": env})
		p, err := starter.Look(dir, origin)
		if err != nil {
			return
		}
		a := starter.Answers{Hosts: []string{"192.0.2.1"}, Registry: "ghcr.io"}
		text, err := p.Deploy(a, "https://example.com/schema.json")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := config.Parse(t.Context(), text, config.Options{Version: "1", NoRuby: true}); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
	})
}

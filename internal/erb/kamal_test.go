package erb_test

import (
	"context"
	"errors"
	"testing"

	"github.com/kamal-go/kamal/internal/erb"
)

// vault gives the secrets of a path and a destination.
type vault struct{ path string }

var errNotThere = errors.New("it is not there")

func (v vault) Lookup(_ context.Context, name string) (string, bool, error) {
	if name == "NOPE" {
		return "", false, errNotThere
	}
	return name + " of " + v.path, true, nil
}

func (v vault) Names(context.Context) ([]string, error) { return []string{"A", "B"}, nil }

func TestRender_AsksKamal(t *testing.T) {
	asked := 0
	arch := "x86_64\n"
	opts := erb.Options{
		File: "f", Env: erb.NewEnv(nil), NoRuby: true, KamalVersion: "2.12.0",
		Secrets: func(destination, path string) erb.Secrets { asked++; return vault{path + "." + destination} },
		Run: func(_ context.Context, _, line string, _ []string) ([]byte, error) {
			expect(t, "docker info --format '{{.Architecture}}'", line)
			return []byte(arch), nil
		},
	}
	for template, want := range map[string]string{
		`<%= Kamal::VERSION %>`:                                                      "2.12.0",
		`<%= Kamal::Utils.docker_arch %>`:                                            "amd64",
		`<%= Kamal::Secrets.new["A"] %>`:                                             "A of .kamal/secrets.",
		`<% s = Kamal::Secrets.new(destination: ENV["D"]) %><%= s["A"] %>`:           "A of .kamal/secrets.",
		`<%= Kamal::Secrets.new(destination: "x", secrets_path: "p")["A"] %>`:        "A of p.x",
		`<%= Kamal::Secrets.new.key?("A") %> <%= Kamal::Secrets.new.key?("NOPE") %>`: "true false",
		`<%= Kamal::Secrets.new.to_h.keys.join %>`:                                   "AB",
		`<%= Kamal::Secrets.new["NOPE"] rescue "none" %>`:                            "none",
	} {
		result, err := erb.Render(t.Context(), []byte(template), opts)
		if err != nil {
			t.Errorf("%s: %v", template, err)
			continue
		}
		expect(t, want, string(result.Text))
	}
	asked, arch = 0, "aarch64\n"
	result, err := erb.Render(t.Context(), []byte(`<%= Kamal::Utils.docker_arch %>`), opts)
	if err != nil || string(result.Text) != "arm64" || asked > 0 {
		t.Errorf("got %v, %v; secrets were asked for %d times", result, err, asked)
	}
	_, err = erb.Render(t.Context(), []byte(`<%= Kamal::Secrets.new["NOPE"] %>`), opts)
	if !errors.Is(err, errNotThere) {
		t.Errorf("got %v", err)
	}
}

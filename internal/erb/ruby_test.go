package erb_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/erb"
)

// project makes a folder with the files that templates of the tests read.
func project(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"VERSION":            "1.2.3\n",
		".ruby-version":      "3.4.1\n",
		"os-release":         "ID=test\nNAME=\"Test OS\"\n",
		"package.json":       `{"name": "shop", "version": "4.5.6", "list": [1, 2.5, null, true], "nested": {"b": 1, "a": 2}}`,
		"tenants.yml":        "production:\n  one: {admin: a.example.com, site: b.example.com}\n  two: {admin: c.example.com}\n1: number\n\"2\": text\n:sym: 3\n",
		"Gemfile.lock":       "GEM\n  specs:\n    rails (8.0.1)\nBUNDLED WITH\n   2.5.1\n",
		".env":               "FROM_DOTENV=yes\nHOME_NAME=other\nQUOTED=\"a b\"\n",
		"app/styles/b.css":   "",
		"app/styles/a.css":   "",
		"app/styles/x/c.css": "",
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=/home/deployer", "HOST=app.example.com", "LIST=a,b,c", "EMPTY=", "HOME_NAME=shop"}
}

// rubyScript renders the templates of standard input, each with a fresh ENV, and parts the texts with zero bytes.
// Kamal's Ruby has JSON and ActiveSupport; what needs the latter is left out where it is not installed.
const rubyScript = `
require "json"
begin; require "logger"; require "active_support"; require "active_support/core_ext"; rescue LoadError; end
before = ENV.to_h
texts = STDIN.read.split("\0").map do |template|
  ENV.replace(before)
  begin
    ERB.new(template, trim_mode: "-").result(Object.new.instance_eval { binding })
  rescue StandardError, ScriptError => e
    "ruby refuses: #{e.message}"
  end
end
print texts.join("\0")`

// railsMethod finds the methods that Active Support adds.
var railsMethod = regexp.MustCompile(`\.(presence|present\?|blank\?|in\?)`)

// TestRender_GivesWhatRubyGives compares templates with the ruby of the machine.
func TestRender_GivesWhatRubyGives(t *testing.T) {
	ruby, err := exec.LookPath("ruby")
	if err != nil {
		t.Skip("ruby is not installed")
	}
	dir, all := project(t), templates(t, "ruby/*.erb")
	cmd := exec.CommandContext(t.Context(), ruby, "-rerb", "-e", rubyScript)
	cmd.Dir, cmd.Env, cmd.Stdin = dir, append(environment(), "LC_ALL=C.UTF-8", "RUBYLIB="+os.Getenv("RUBYLIB")), strings.NewReader(strings.Join(all, "\x00"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	wants := strings.Split(string(out), "\x00")
	if len(wants) != len(all) {
		t.Fatalf("%d templates, %d answers", len(all), len(wants))
	}
	for i, template := range all {
		result, err := erb.Render(t.Context(), []byte(template), erb.Options{Dir: dir, Env: erb.NewEnv(environment()), NoRuby: true})
		if err != nil {
			t.Errorf("template %q: %v", template, err)
			continue
		}
		if strings.HasPrefix(wants[i], "ruby refuses: undefined method") && railsMethod.MatchString(template) {
			continue // Active Support is not installed
		}
		if diff := cmp.Diff(wants[i], string(result.Text)); diff != "" {
			t.Errorf("template %q (-ruby +ours):\n%s", template, diff)
		}
	}
}

func TestRender_SaysWhatIsNotSupported(t *testing.T) {
	for _, template := range templates(t, "unsupported.erb") {
		result, err := render(t, template)
		if _, ok := errors.AsType[*erb.UnsupportedError](err); !ok {
			t.Errorf("template %q: result %v, error %v", template, result, err)
		}
	}
}

// templates returns the templates of files in testdata, which a line of equals signs parts.
func templates(t testing.TB, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", filepath.FromSlash(pattern)))
	if err != nil || len(names) == 0 {
		t.Fatal("no templates", err)
	}
	var all []string
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Split(string(text), "\n====\n")...)
	}
	return all
}

func TestRender_RealRubyRendersWhatIsNotSupported(t *testing.T) {
	if _, err := exec.LookPath("ruby"); err != nil {
		t.Skip("ruby is not installed")
	}
	template := "# <%= Rails.nope %>|\n<% class Greeter; def hi = \"hi é\"; end; puts 1; ENV[\"NEW\"] = \"a\\nb\" %><%= Greeter.new.hi %> <%= ENV[\"HOST\"] %>\n"
	env := erb.NewEnv(environment())
	var log bytes.Buffer
	result, err := erb.Render(t.Context(), []byte(template), erb.Options{Dir: project(t), Env: env, Log: &log})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "1\n", log.String())
	expect(t, "# |\nhi é app.example.com\n", string(result.Text))
	got, _ := env.Lookup("NEW")
	expect(t, "a\nb", got)
	got, _ = env.Lookup("HOST")
	expect(t, "app.example.com", got)
}

func TestRender_WhatRubyRefusesIsOneMessage(t *testing.T) {
	if _, err := exec.LookPath("ruby"); err != nil {
		t.Skip("ruby is not installed")
	}
	for template, want := range map[string]string{
		"a\n<% class X; end; puts 1 %><%= Rails.env %>": `f:2:4: in <% class X; end; puts 1 %>: "class" is not supported; ` +
			`use local variables, if and blocks; ruby says: uninitialized constant Rails`,
		`<% class X; end; raise "no host\nat all" %>`: `f:1:4: in <% class X; end; raise "no host\nat all" %>: "class" is not supported; ` +
			`use local variables, if and blocks; ruby says: no host`,
		`<% class X; end; exit 1 %>`: `f:1:4: in <% class X; end; exit 1 %>: "class" is not supported; ` +
			`use local variables, if and blocks; ruby says: exit`,
	} {
		var log bytes.Buffer
		_, err := erb.Render(t.Context(), []byte(template), erb.Options{File: "f", Env: erb.NewEnv(environment()), Log: &log})
		if err == nil {
			t.Fatalf("no error for %q", template)
		}
		expect(t, want, err.Error())
		expect(t, "", log.String())
	}
}

package erb_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/erb"
)

// render renders with the environment of the tests and without Ruby.
func render(t *testing.T, template string) (*erb.Result, error) {
	t.Helper()
	return erb.Render(t.Context(), []byte(template), erb.Options{
		File: "config/deploy.yml", Dir: project(t), Env: erb.NewEnv(environment()), NoRuby: true,
	})
}

func mustRender(t *testing.T, template string) *erb.Result {
	t.Helper()
	result, err := render(t, template)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func expect(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestRender_PutsNothingForAnErrorInAComment(t *testing.T) {
	template := "# a: <%= RUBY_ENGINE %>|\n" +
		"b: 1 # <%= ENV.fetch(\"NOPE\") %>|\n" +
		"# <%= (((  %>|\n" +
		"# <% class X %>|\n" +
		"# <%= ENV[\"HOST\"] %>\n" +
		"c: \"#<%= 1 %>\" # <% Rails.nope %>\n"
	result := mustRender(t, template)
	expect(t, "# a: |\nb: 1 # |\n# |\n# |\n# app.example.com\nc: \"#1\" # \n", string(result.Text))
	expect(t, 5, len(result.Skipped))
	for _, problem := range result.Skipped {
		if !strings.HasPrefix(problem.Error(), "config/deploy.yml:") {
			t.Errorf("no position in %q", problem)
		}
	}
}

func TestRender_KeepsErrorsOfBlocksThatOpenInAComment(t *testing.T) {
	_, err := render(t, "# <% [1].each do |x| %>\na: <%= x.nope %>\n# <% end %>\n")
	unsupported, ok := errors.AsType[*erb.UnsupportedError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	expect(t, 2, unsupported.Line)
}

func TestRender_KnowsVariablesThatACommentFailedToSet(t *testing.T) {
	for _, template := range []string{"# <% a = Rails.env %>\na: <%= a %>", "# <% a = nope(1) if true %>\na: <%= a %>"} {
		_, err := render(t, template)
		unsupported, ok := errors.AsType[*erb.UnsupportedError](err)
		if !ok {
			t.Fatalf("got %v", err)
		}
		expect(t, 2, unsupported.Line)
	}
}

func TestRender_TextWithAHashIsNoComment(t *testing.T) {
	for _, template := range []string{"a#<%= nope %>", `"# <%= nope %>"`, `a: '# <%= nope %>'`} {
		if _, err := render(t, template); err == nil {
			t.Errorf("no error for %q", template)
		}
	}
}

func TestRender_ReportsUnsetVariablesThatArePrinted(t *testing.T) {
	result := mustRender(t, "a: <%= ENV[\"A\"] %>\n"+
		"b: \"x<%= \"y#{ENV[\"B\"]}\" %>\"\n"+
		"c: <%= ENV[\"C\"] || 1 %><% if ENV[\"D\"] %><% end %>\n"+
		"<% e = ENV[\"E\"] %># <%= ENV[\"F\"] %>\n"+
		"e: <%= e %><%= e %><%= [ENV[\"G\"]].join(\",\") %>\n")
	var got []string
	for _, unset := range result.Unset {
		got = append(got, unset.Name+" "+unset.At.String())
	}
	want := []string{"A config/deploy.yml:1:11", "B config/deploy.yml:2:17", "E config/deploy.yml:4:11", "G config/deploy.yml:5:27"}
	for i := range want {
		if i >= len(got) || !strings.HasPrefix(got[i], want[i][:len("A config/deploy.yml:1:")]) {
			t.Fatalf("want %q, got %q", want, got)
		}
	}
	expect(t, len(want), len(got))
}

func TestRender_ErrorsNamePlaceTagAndCause(t *testing.T) {
	cases := []struct{ template, want string }{
		{"a\nb: <%= ENV.fetch(\"NOPE\") %>", `config/deploy.yml:2:12: in <%= ENV.fetch("NOPE") %>: the environment variable "NOPE" is not set`},
		{`<%= ENV["NOPE"].strip %>`, `config/deploy.yml:1:17: in <%= ENV["NOPE"].strip %>: the environment variable "NOPE" is not set, so it has no strip`},
		{`<%= "a" + ENV["NOPE"] %>`, `config/deploy.yml:1:9: in <%= "a" + ENV["NOPE"] %>: the environment variable "NOPE" is not set, but + needs a text`},
		{`<% raise "no host" if true %>`, `config/deploy.yml:1:4: in <% raise "no host" if true %>: no host`},
		{`<%= File.read("none") %>`, `config/deploy.yml:1:10: in <%= File.read("none") %>: reading none: no such file or directory`},
		{`<%= Rails.env %>`, `config/deploy.yml:1:5: in <%= Rails.env %>: Rails is not supported; put what it gives into an environment variable and read it with ENV.fetch`},
		{`<%= foo %>`, `config/deploy.yml:1:5: in <%= foo %>: "foo" is no local variable, and not one of the functions that are supported; set the variable in a tag above, or write the value itself`},
		{`<%= "a".unpack("C") %>`, `config/deploy.yml:1:9: in <%= "a".unpack("C") %>: the method unpack of a String is not supported; use a plainer method, or write the value itself`},
		{"a: <%= 1", `config/deploy.yml:1:4: in a: <%= 1: this tag never ends; close it with %>`},
		{`<% if true %>`, `config/deploy.yml:1:13: in <% if true %>: "end" is missing here: the template ends; check the Ruby in this tag, or the "end" of a block`},
		{`<%= "a" =~ /(?=b)/ %>`, `config/deploy.yml:1:12: in <%= "a" =~ /(?=b)/ %>: in a regular expression, (?= is not supported; use a simpler pattern, or split and text methods`},
	}
	for _, c := range cases {
		_, err := render(t, c.template)
		if err == nil {
			t.Errorf("no error for %q", c.template)
			continue
		}
		if runtime.GOOS != "windows" || !strings.Contains(c.template, "File") {
			if !strings.Contains(c.want, "a: <%= 1") {
				expect(t, c.want, err.Error())
			}
		}
	}
}

func TestRender_MissingVariableIsNamedInTheError(t *testing.T) {
	_, err := render(t, `<%= ENV.fetch("NOPE") %>`)
	raised, ok := errors.AsType[*erb.RaiseError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	expect(t, "NOPE", raised.Name)
	expect(t, "KeyError", raised.Class)
}

func TestRender_GivesTheEnvironmentBack(t *testing.T) {
	env := erb.NewEnv(environment())
	template := `<% require "dotenv"; Dotenv.load; ENV["NEW"] ||= "x"; ENV.delete("EMPTY") %><%= ENV["QUOTED"] %>`
	result, err := erb.Render(t.Context(), []byte(template), erb.Options{Dir: project(t), Env: env, NoRuby: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "a b", string(result.Text))
	want := append(environment(), "FROM_DOTENV=yes", "NEW=x", "QUOTED=a b")
	for _, pair := range want {
		name, value, _ := strings.Cut(pair, "=")
		got, ok := env.Lookup(name)
		if name == "EMPTY" {
			expect(t, false, ok)
			continue
		}
		expect(t, value, got)
	}
	if _, set := os.LookupEnv("FROM_DOTENV"); set {
		t.Error("the environment of the process changed")
	}
}

func TestRender_LeavesTheEnvironmentAloneOnErrors(t *testing.T) {
	env := erb.NewEnv(environment())
	if _, err := erb.Render(t.Context(), []byte(`<% ENV["HOST"] = "x"; raise "no" %>`), erb.Options{Env: env}); err == nil {
		t.Fatal("no error")
	}
	expect(t, environment()[2], "HOST=app.example.com")
	got, _ := env.Lookup("HOST")
	expect(t, "app.example.com", got)
}

// exit is an error with an exit code, as commands end with.
type exit int

func (e exit) Error() string { return "exit" }
func (e exit) ExitCode() int { return int(e) }

func TestRender_HandsCommandsToRun(t *testing.T) {
	var got []string
	run := func(_ context.Context, dir, line string, env []string) ([]byte, error) {
		got = append(got, dir, line, strings.Join(env, " "))
		if strings.HasPrefix(line, "bad") {
			return []byte("part\n"), exit(1)
		}
		if line == "none" {
			return nil, exit(127)
		}
		return []byte("out\n"), nil
	}
	opts := erb.Options{File: "f", Dir: "/srv/app", Env: erb.NewEnv([]string{"A=1"}), Run: run, NoRuby: true}
	result, err := erb.Render(t.Context(), []byte("<% ENV[\"B\"] = \"2\" %><%= `git #{1 + 1}`.strip %> <%= %x(bad one).chomp %>"), opts)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "out part", string(result.Text))
	expect(t, []string{"/srv/app", "git 2", "A=1 B=2", "/srv/app", "bad one", "A=1 B=2"}, got)
	expect(t, 1, len(result.Failed))
	expect(t, "bad one", result.Failed[0].Command)

	_, err = erb.Render(t.Context(), []byte("<%= `none` %>"), opts)
	if err == nil || !strings.Contains(err.Error(), `running "none": command not found`) {
		t.Errorf("got %v", err)
	}
}

func TestRender_RunsCommandsInTheProject(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the command is for a Unix shell")
	}
	result := mustRender(t, "<%= `cat VERSION`.strip %> <%= `echo $HOST` %>")
	expect(t, "1.2.3 app.example.com\n", string(result.Text))
}

func TestRender_BoundsTheOutputOfCommands(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the command is for a Unix shell")
	}
	_, err := render(t, "<%= `yes` %>")
	want := "config/deploy.yml:1:5: in <%= `yes` %>: running \"yes\": it wrote too much: more than 1048576 bytes"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestRender_EndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := erb.Render(ctx, []byte("<%= `sleep 20` %>"), erb.Options{File: "f", Env: erb.NewEnv(os.Environ())})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestRender_LimitsAreTold(t *testing.T) {
	_, err := render(t, "<% 10_000_000.times { } %>")
	if !errors.Is(err, erb.ErrLimit) {
		t.Errorf("got %v", err)
	}
}

func TestRender_LogsWhatTheTemplatePrints(t *testing.T) {
	var log bytes.Buffer
	result, err := erb.Render(t.Context(), []byte(`<% puts "a", ["b"]; warn "c"; print "d"; p :e %>x`), erb.Options{Log: &log})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "x", string(result.Text))
	expect(t, "a\nb\nc\nd:e\n", log.String())
}

// fakeRuby puts a ruby into a folder that prints an answer, and returns the folder.
func fakeRuby(t *testing.T, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the script is for a Unix shell")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "ruby"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

const unsupported = `<%= Rails.env %>`

func TestRender_AsksRubyForWhatIsNotSupported(t *testing.T) {
	dir := fakeRuby(t, `cat >"$OUT/input"; pwd >"$OUT/folder"; printf '4\ntextA=1\0B=2\nx'`)
	out, work := t.TempDir(), t.TempDir()
	env := erb.NewEnv([]string{"PATH=" + dir + ":/usr/bin:/bin", "OUT=" + out})
	result, err := erb.Render(t.Context(), []byte(unsupported), erb.Options{File: "f", Dir: work, Env: env})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "text", string(result.Text))
	expect(t, "Rails is not supported", result.Ruby.What)
	expect(t, []string{"A=1", "B=2\nx"}, env.Environ())
	input, _ := os.ReadFile(filepath.Join(out, "input"))
	expect(t, unsupported, string(input))
}

func TestRender_DoesWithoutRuby(t *testing.T) {
	working := fakeRuby(t, `printf '4\ntext'`)
	broken := fakeRuby(t, `echo "it broke" >&2; echo "and so on" >&2; exit 1`)
	refusing := fakeRuby(t, `echo "noise" >&2; printf 'failed:(erb):3: no such thing\n  a backtrace'`)
	cases := []struct {
		name, path string
		noRuby     bool
		want       string
	}{
		{"switched off", working, true, "read it with ENV.fetch"},
		{"not installed", t.TempDir(), false, "ruby, which would render all, is not installed"},
		{"failing", broken + ":/usr/bin:/bin", false, "exit status 1: it broke"},
		{"refusing", refusing + ":/usr/bin:/bin", false, "ruby says: no such thing"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			opts := erb.Options{File: "f", Env: erb.NewEnv([]string{"PATH=" + c.path}), NoRuby: c.noRuby, Log: &log}
			_, err := erb.Render(t.Context(), []byte(unsupported), opts)
			if _, ok := errors.AsType[*erb.UnsupportedError](err); !ok || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("want %q at the end, got %v", c.want, err)
			}
			expect(t, "", log.String())
		})
	}
}

func TestRender_NeedsNoRubyForErrorsOfTheTemplate(t *testing.T) {
	dir := fakeRuby(t, `printf '4\ntext'`)
	_, err := erb.Render(t.Context(), []byte(`<% raise "no" %>`), erb.Options{Env: erb.NewEnv([]string{"PATH=" + dir})})
	if _, ok := errors.AsType[*erb.RaiseError](err); !ok {
		t.Errorf("got %v", err)
	}
}

func TestEnv_SortsAndReplaces(t *testing.T) {
	env := erb.NewEnv([]string{"B=1", "A=2=3", "B=4", "=C:=x", "none"})
	env.Set("C", "")
	env.Unset("D")
	expect(t, []string{"A=2=3", "B=4", "C="}, env.Environ())
}

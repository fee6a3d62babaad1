//go:build unix

package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// markingProject is one whose every command would leave a marker.
var markingProject = map[string]string{
	"config/deploy.yml": "<% `touch marker` %>" + `
service: shop
image: acme/shop
servers:
  web: [ <%= ENV["WEB"] %>, 127.0.0.2 ]
  <%= ` + "`touch marker; echo jobs`.strip" + ` %>: [ 127.0.0.2 ]
registry: { server: registry.example.com, username: <%= %x(touch marker; echo dev) %>, password: [ REGISTRY_PASSWORD ] }
builder: { arch: amd64 }
ssh: { port: 1 }
accessories:
  db: { image: "postgres:17", host: 127.0.0.9, env: { secret: [ PASSWORD ] } }
aliases:
  ver: version
  console: app exec -i bash
  made: version <%= ` + "`touch marker`" + ` %>
`,
	"config/wrong.yml": "<% `touch marker` %>" + `
service: [ <%= ` + "`touch marker`" + ` %> ]
servers: [ 127.0.0.2, <%= Unheard.of(` + "`touch marker`" + `) %> ]
accessories: { db: { host: 127.0.0.9 } }
ssh: { proxy_command: touch marker }
aliases: { made: "version <%= ` + "`touch marker`" + ` %>" }
`,
	"config/ruby.yml": "service: <%= class X; end; `touch marker` %>\naliases: { made: \"version <%= `touch marker` %>\" }\n",
	"config/plain.yml": `
service: shop
image: acme/shop
servers: [ 127.0.0.1 ]
registry: { server: registry.example.com, username: dev, password: [ REGISTRY_PASSWORD ] }
builder: { arch: amd64 }
ssh: { port: 1, proxy_command: touch marker, key_data: [ PASSWORD ] }
`,
	"config/deploy.staging.yml": "servers: [ 127.0.0.9, \"<%= `touch marker` %>\" ]\n",
	"config/wrong.staging.yml":  "",
	".kamal/secrets":            "REGISTRY_PASSWORD=$(touch marker; echo x)\nPASSWORD=$(touch marker; echo x)\n",
	".kamal/secrets.staging":    "REGISTRY_PASSWORD=$(touch marker; echo x)\nPASSWORD=$(touch marker; echo x)\n",
	".kamal/hooks/pre-connect":  "#!/bin/sh\ntouch marker\n",
	".env":                      "A=$(touch marker)\n",
}

// marking runs command lines in a folder with a marking project.
type marking struct {
	t   *testing.T
	dir string
}

func newMarking(t *testing.T) marking {
	m := marking{t, t.TempDir()}
	for name, text := range markingProject {
		path := filepath.Join(m.dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m marking) run(args ...string) string {
	var out, errs bytes.Buffer
	Program{}.run(m.t.Context(), invocation{
		args: args, dir: m.dir, stdin: strings.NewReader(""), stdout: &out, stderr: &errs,
		environ: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + m.dir, "VERSION=v1", "WEB=127.0.0.1"},
	})
	return out.String()
}

// left reports whether a marker was left, and takes it away.
func (m marking) left() bool {
	err := os.Remove(filepath.Join(m.dir, "marker"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		m.t.Fatal(err)
	}
	return err == nil
}

func TestCompletion_RunsNothingOfTheProject(t *testing.T) {
	m := newMarking(t)
	lines := []string{
		"", "ver", "-d", "-d staging", "deploy", "deploy -", "deploy -h", "deploy -d staging --hosts=", "deploy --hosts =", "deploy -r",
		"deploy --version", "rollback", "rollback v", "app", "app exec", "app logs -r", "app boot --version", "accessory boot",
		"accessory exec db", "console", "made", "made -", "made -r", "plan", "plan rollback", "plan made", "typo", "typo -h", "docs",
		"secrets fetch -a", "help", "help made", "completion", "config", "lock", "lock acquire -m", "audit", "proxy boot_config",
	}
	for _, file := range []string{"deploy", "wrong", "ruby", "plain", "none"} {
		for _, line := range lines {
			for _, last := range [][]string{nil, {""}} {
				words := append([]string{"__complete", "--", "-c", "config/" + file + ".yml"}, strings.Fields(line)...)
				m.run(append(words, last...)...)
				if m.left() {
					t.Errorf("%q ran a command", append(words, last...))
				}
			}
		}
	}
}

func TestCompletion_KnowsNamesThatStandInClear(t *testing.T) {
	m := newMarking(t)
	for line, want := range map[string]string{
		"deploy -h":                     "127.0.0.1 127.0.0.2 127.0.0.9",
		"accessory boot":                "db all",
		"deploy -r":                     "web",
		"-c config/wrong.yml deploy -h": "127.0.0.2 127.0.0.9",
		"-d staging deploy -h":          "127.0.0.9",
	} {
		got := m.run(append(append([]string{"__complete", "--"}, strings.Fields(line)...), "")...)
		if diff := cmp.Diff(want, strings.Join(strings.Fields(got), " ")); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
	if got := m.run("__complete", "--", "con"); !strings.Contains(got, "console\tapp exec -i bash\n") {
		t.Errorf("got %q", got)
	}
}

func TestHelpAndUnknownCommands_RunNothingOfTheProject(t *testing.T) {
	m := newMarking(t)
	lines := []string{
		"", "typo", "mad", "typo --help", "plan typo", "app typo", "help", "help typo", "help deploy", "help made", "made --help",
		"help console", "--help", "-h", "version", "ver", "docs", "docs boot", "docs typo", "deploy --help", "deploy --typo",
		"deploy superfluous", "deploy -h", "app help", "app", "completion bash", "completion typo", "secrets", "secrets help", "init --help",
		"plan made --help", "--typo", "-d staging typo", "upgrade --help", "remove help",
	}
	for _, file := range []string{"deploy", "wrong", "ruby", "plain", "none"} {
		for _, line := range lines {
			option := []string{"-c", "config/" + file + ".yml"}
			m.run(append(strings.Fields(line), option...)...)
			m.run(append(option, strings.Fields(line)...)...)
			if m.left() {
				t.Errorf("%q of %s ran a command", line, file)
			}
		}
	}
}

func TestAlias_ThatACommandMakesRunsItForTheOneWhoCallsIt(t *testing.T) {
	m := newMarking(t)
	if got, want := m.run("made"), fmt.Sprintln(m.run("version")); strings.TrimSpace(got) != strings.TrimSpace(want) || !m.left() {
		t.Errorf("got %q, want %q and a marker", got, want)
	}
}

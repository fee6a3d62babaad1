package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// mistake is a trouble that people have, and the line that meets it.
type mistake struct {
	name, line string
	// before makes the trouble; nil is none but the line's own.
	before func(*testing.T, *mishap)
}

// mishap is a project on two hosts in which something goes wrong.
type mishap struct {
	fleetProject
	environ []string
}

func newMishap(t *testing.T) *mishap {
	m := &mishap{fleetProject: newFleetProjectOf(t, kamaltest.FleetOptions{}, "app1", "app2")}
	m.environ = []string{"PASSWORD=hunter2hunter2", "HOME=" + m.dir, "PATH=" + os.Getenv("PATH"), "VERSION=v2", "GIT_CONFIG_NOSYSTEM=1"}
	return m
}

// set sets a variable of the environment.
func (m *mishap) set(variable string) { m.environ = append(m.environ, variable) }

// says adds what a program on a host says before it fails.
func (m *mishap) says(host, line, words string) {
	m.Add(kamaltest.Reply{Host: host, Line: line, Stderr: words + "\n", Exit: 1})
}

// local makes docker of this machine a script, and all other programs are gone but
// those of the shell.
func (m *mishap) local(t *testing.T, script string) {
	m.write(t, "bin/docker", "#!/bin/sh\n"+script+"\n")
	m.path(t, "bin")
}

// path has programs in a folder of the project only.
func (m *mishap) path(t *testing.T, folder string) {
	t.Setenv("PATH", filepath.Join(m.dir, folder))
	m.set("PATH=" + os.Getenv("PATH"))
}

// deployed has version v1 on all hosts.
func (m *mishap) deployed(t *testing.T) {
	t.Helper()
	if errs, status := m.run(t, "deploy -P --version v1"); status != codeDone {
		t.Fatal(errs)
	}
}

// replace replaces a part of the configuration.
func (m *mishap) replace(t *testing.T, old, with string) {
	t.Helper()
	path := filepath.Join(m.dir, "config/deploy.yml")
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte(old)) {
		t.Fatalf("no %q in the configuration, %v", old, err)
	}
	m.write(t, "config/deploy.yml", strings.Replace(string(text), old, with, 1))
}

func (m *mishap) run(t *testing.T, line string) (stderr string, status int) {
	var out, errs bytes.Buffer
	status = onNoNetwork.run(t.Context(), invocation{
		args: strings.Fields(line), dir: m.dir, stdin: strings.NewReader(""), stdout: &out, stderr: &errs, environ: m.environ,
	})
	return errs.String(), status
}

// steady are the parts of a text that differ from run to run.
var steady = []struct {
	found *regexp.Regexp
	text  string
}{
	{regexp.MustCompile(`SHA256:[\w+/]{43}`), "SHA256:..."},
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:22"},
	{regexp.MustCompile(`\[127\.0\.0\.1\]:\d+`), "[127.0.0.1]:22"},
	{regexp.MustCompile(`-p \d+`), "-p 22"},
	{regexp.MustCompile(`(?:/bin/)?sh: (?:line )?(?:\d+: )?docker: (?:command )?not found`), "sh: docker: not found"},
	{regexp.MustCompile(`known_hosts:\d+`), "known_hosts:1"},
	{regexp.MustCompile(`waited \d+s`), "waited 30s"},
	{regexp.MustCompile(`(?m)^(Locked by|    Locked by|  Locked by): .*`), "$1: dev at 2026-01-31T08:00:00Z"},
	{regexp.MustCompile(` \d+\.\ds$`), ""},
}

func steadied(text, dir string) string {
	text = strings.ReplaceAll(text, dir, "/home/dev/shop")
	for _, s := range steady {
		text = s.found.ReplaceAllString(text, s.text)
	}
	return text
}

// theEnd is a run from its error on; the steps before it are another's to tell.
func theEnd(text string) string {
	if i := strings.Index(text, "Error: "); i >= 0 {
		return text[i:]
	}
	return text
}

// typed is what each line of a hint ends with.
var typed = regexp.MustCompile(`(?:: | add )(?:-y$|(?:kamal|ssh|ssh-keygen|ssh-keyscan|docker|git|curl|ls|command|sudo|op|eval|aws|gcloud|bw|lpass|doppler|export|grep|unset)\b)`)

// TestErrors_AllSayWhatToDo shows all errors as one text. Each has a hint, and its
// last line ends with something to type.
func TestErrors_AllSayWhatToDo(t *testing.T) {
	file := golden.Read(t, "testdata/errors.txtar")
	for _, c := range mistakes {
		t.Run(c.name, func(t *testing.T) {
			m := newMishap(t)
			if c.before != nil {
				c.before(t, m)
			}
			errs, status := m.run(t, c.line)
			if status == codeDone {
				t.Fatalf("nothing went wrong: %s", errs)
			}
			checkTold(t, file, c.name, fmt.Sprintf("$ kamal %s\n%s[%d]\n", c.line, steadied(theEnd(errs), m.dir), status))
		})
	}
}

func checkTold(t *testing.T, file *golden.File, name, text string) {
	t.Helper()
	_, hint, found := strings.Cut(text, "\nHint: ")
	first, more, _ := strings.Cut(hint, "\n")
	lines := []string{first}
	for line := range strings.Lines(more) {
		if !strings.HasPrefix(line, "      ") {
			break
		}
		lines = append(lines, line)
	}
	for _, line := range lines {
		if !found || !typed.MatchString(line) {
			t.Errorf("nothing to type:\n%s", text)
		}
	}
	file.Compare(t, name, text)
}

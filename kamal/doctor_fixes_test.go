package kamal_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/sources"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// ailment is something that the doctor is to find.
type ailment struct {
	name string
	// old is what is replaced in the configuration, by with; more stands at its end.
	old, with, more string
	replies         []kamaltest.Reply
	before          func(*fleet)
	dockerfile      string
}

var ailments = []ailment{
	{name: "values of the template", old: "host: example.com", with: "host: app.example.com"},
	{name: "a port that is not exposed", dockerfile: "FROM scratch\nEXPOSE 3000\n"},
	{name: "no such stage", dockerfile: "FROM scratch\n", old: "arch: amd64", with: "arch: amd64, target: prod"},
	{name: "no Dockerfile", old: "arch: amd64", with: "arch: amd64, dockerfile: Dockerfile.prod"},
	{name: "no secret", more: "env: {secret: [MISSING]}\n"},
	{name: "an open key", old: "arch: amd64", with: "arch: amd64", more: "ssh: {keys: [DIR/id_open]}\n"},
	{name: "no docker here", replies: []kamaltest.Reply{{Host: kamaltest.Local, Line: "docker --version", Stderr: "sh: docker: not found\n", Exit: 127}}},
	{name: "docker here is odd", replies: []kamaltest.Reply{{Host: kamaltest.Local, Line: "docker version *", Stderr: "panic\n", Exit: 2}}},
	{name: "no such name", old: "host: example.com", with: "host: example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}"},
	{name: "an open accessory", more: "accessories: {db: {image: postgres, host: app1, port: 5432}}\n"},
	{name: "an agent that is forwarded", before: func(f *fleet) { f.remote = forwarder{f} }},
	{name: "no connection", replies: []kamaltest.Reply{{Host: "app2", Err: kamaltest.ErrLost}}},
	{name: "no docker there", before: func(f *fleet) {
		f.Host("app1").RemoveFile("/usr/bin/docker")
		f.Host("app2").RemoveFile("/usr/bin/docker")
	}},
	{name: "another architecture", replies: []kamaltest.Reply{
		{Line: "awk *machine*", Stdout: "machine aarch64\n"}, {Line: "awk *emulated*", Stdout: "emulated register\n"},
	}},
	{name: "a clock that is wrong", replies: []kamaltest.Reply{{Host: "app2", Line: "awk *clock*", Stdout: fmt.Sprintf("clock %d\n", time.Now().Add(-time.Hour).Unix())}}},
	{name: "full disks", before: func(f *fleet) { f.Host("app1").FillDisk(true); f.Host("app2").FillDisk(true) }},
	{name: "the other proxy", before: func(f *fleet) {
		text := f.text
		f.text = onTraefik
		f.deployed("1")
		f.text = text
	}},
	{name: "an old proxy", replies: []kamaltest.Reply{{Line: "docker container ls *proxy {{*", Stdout: "proxy kamal-proxy basecamp/kamal-proxy:v0.8.0\n"}}},
	{name: "a port that is taken", replies: []kamaltest.Reply{{Line: "ss *", Stdout: "x\n"}, {Line: "awk *sub*", Stdout: "port 80\n"}}},
	{name: "an open run directory", replies: []kamaltest.Reply{{Line: "find *open-directory*", Stdout: "open-directory .kamal\n"}, {Line: "find *open-file*", Stdout: "open-file .kamal/env/a b.env\nopen-file .kamal/env/c.env\n"}}},
	{name: "a lock", before: func(f *fleet) { f.hold("Moving house") }},
}

// elsewhere are the checks that have a test of their own, with what can't be made here.
var elsewhere = map[string]string{
	"git":    "a repository: the command line's tests have one",
	"logins": "a way that is long: TestDoctor_TellsHowToSaveSlowLogins",
}

// toType is what the last line of a fix ends with: a command, or a key of the
// configuration and its value.
var toType = regexp.MustCompile(`(?:: |^ *)(?:kamal|ssh|docker|chmod|nslookup|ls|grep|timedatectl|sudo|curl|unset|systemctl)\b|set [a-z_/]+: \S+$|, in [a-z_/]+: "\S+"$|` + "with `kamal [^`]+`|`traefik: {}` in the configuration$")

func TestDoctor_EveryFixEndsWithSomethingToType(t *testing.T) {
	file := golden.Read(t, "testdata/doctor/findings.txtar")
	met := map[string]bool{}
	lookup := func(context.Context, string) ([]string, error) { return nil, errors.New("no such host") }
	for _, a := range ailments {
		t.Run(a.name, func(t *testing.T) {
			f := newFleet(t, strings.Replace(twoHosts, a.old, a.with, 1)+a.more, a.replies...)
			for name, text := range map[string]string{"Dockerfile": a.dockerfile + "#\nFROM scratch\n", "id_open": "a key"} {
				if a.dockerfile != "" && name == "Dockerfile" {
					text = a.dockerfile
				}
				if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if a.before != nil {
				a.before(f)
			}
			f.text = strings.ReplaceAll(f.text, "DIR", f.dir)
			found, err := diagnosed(t.Context(), f.at("1", kamal.WithResolver(lookup)))
			if err != nil || len(found) == 0 {
				t.Fatalf("found nothing, %v", err)
			}
			var told []string
			for _, x := range found {
				met[x.Check] = true
				lines := strings.Split(x.Fix, "\n")
				if last := lines[len(lines)-1]; !toType.MatchString(last) || strings.Contains(x.Fix, "HOSTS") {
					t.Errorf("nothing to type about %q: %q", x.Problem, x.Fix)
				}
				told = append(told, fmt.Sprintf("%s %s: %s\n%s", x.Check, outcome(x), placed(x), x.Fix))
			}
			file.Compare(t, a.name, clockless(strings.ReplaceAll(strings.Join(told, "\n"), f.dir, "DIR"))+"\n")
		})
	}
	for _, check := range checksInSources(t) {
		if !met[check] && elsewhere[check] == "" {
			t.Errorf("nothing here is found by check %q", check)
		}
	}
}

// clockless leaves out what depends on when the test runs.
func clockless(text string) string {
	text = regexp.MustCompile(`the clock is [\dhms]+`).ReplaceAllString(text, "the clock is 1h0m0s")
	return regexp.MustCompile(`(?m)^Locked by: .*`).ReplaceAllString(text, "Locked by: ...")
}

// checksInSources are the names of all checks that make findings.
func checksInSources(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, file := range sources.Parse(t, token.NewFileSet(), ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			kv, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			key, isKey := kv.Key.(*ast.Ident)
			value, isText := kv.Value.(*ast.BasicLit)
			if isKey && isText && key.Name == "Check" {
				name, err := strconv.Unquote(value.Value)
				if err != nil {
					t.Fatal(err)
				}
				names = append(names, name)
			}
			return true
		})
	}
	if len(names) < 15 {
		t.Errorf("found the checks %q only", names)
	}
	return names
}

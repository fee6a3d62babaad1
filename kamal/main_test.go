package kamal_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// fleet is a project and its simulated hosts. Operations of several versions
// may be carried out on them in turn.
type fleet struct {
	*kamaltest.Recorder
	remote  kamal.Executor // in place of the fleet itself
	tb      testing.TB
	text    string
	dir     string
	env     []string
	version config.Version
	sel     kamal.Selection
	options []kamal.Option
	git     config.Git
	watch   func(kamal.Event)

	destination string

	mu       sync.Mutex
	forwards map[string]int // how often each is open now
}

// Options let operations use the project's files, and the time of a bubble.
func (f *fleet) Options() []kamal.Option {
	return append(f.Recorder.Options(), kamal.WithEvents(func(e kamal.Event) {
		if f.watch != nil {
			f.watch(e)
		}
	}))
}

// Forward counts what is forwarded.
func (f *fleet) Forward(_ context.Context, host, remote, local string) (io.Closer, error) {
	count := func(n int) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.forwards[host+" "+remote+" "+local] += n
	}
	count(1)
	return closer(func() { count(-1) }), nil
}

type closer func()

func (c closer) Close() error {
	c()
	return nil
}

// open gives what was forwarded, and how often it is now.
func (f *fleet) open() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.forwards)
}

// twoHosts is a configuration with two hosts behind kamal-proxy.
const twoHosts = `service: app
image: acme/app
servers: [app1, app2]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
proxy: {host: example.com}
`

func newFleet(tb testing.TB, text string, replies ...kamaltest.Reply) *fleet {
	tb.Helper()
	dir := tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte("FROM scratch\n"), 0o644); err != nil {
		tb.Fatal(err)
	}
	r := kamaltest.NewRecorder(tb, replies...)
	r.Live = true
	return &fleet{
		Recorder: r, forwards: map[string]int{}, tb: tb, text: text, dir: dir, version: "1",
		env: []string{
			"REGISTRY_PASSWORD=registry secret", "TOKEN=token secret", "CERTIFICATE=the certificate",
			"KEY=the private key", "OTHER_USER=other user", "OTHER_PASSWORD=other password",
		},
	}
}

func (f *fleet) config() *config.Config {
	f.tb.Helper()
	cfg, err := config.Parse(f.tb.Context(), f.text, config.Options{
		Version: f.version, Environ: f.env, WorkDir: f.dir, Destination: f.destination,
		Git: func(context.Context, string) (config.Git, error) { return f.git, nil },
	})
	if err != nil {
		f.tb.Fatal(err)
	}
	return cfg
}

// at gives a Deployer of a version.
func (f *fleet) at(v config.Version, options ...kamal.Option) *kamal.Deployer {
	f.tb.Helper()
	f.version = v
	cfg := f.config()
	spec, err := kamal.NewSpecifics(cfg, f.sel)
	if err != nil {
		f.tb.Fatal(err)
	}
	all := append(f.Options(), kamal.WithSpecifics(spec))
	remote := kamal.Executor(f)
	if f.remote != nil {
		remote = f.remote
	}
	return kamal.New(cfg, remote, append(append(all, f.options...), options...)...)
}

// deployed deploys a version, which must work.
func (f *fleet) deployed(v config.Version) {
	f.tb.Helper()
	if err := f.at(v).Deploy(f.tb.Context(), skipPush); err != nil {
		f.tb.Fatalf("deploying version %s: %v", v, err)
	}
}

var skipPush = kamal.DeployOptions{SkipPush: true}

// bubble runs a test in which waiting takes no time.
func bubble(t *testing.T, test func(*testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

// locked reports whether a host has a lock.
func (f *fleet) locked(host string) bool {
	_, ok := f.Host(host).File(".kamal/lock-app/details")
	return ok
}

func isLocked(err error) bool {
	_, ok := errors.AsType[*kamal.LockedError](err)
	return ok
}

// got reports whether a host got a line that holds a text.
func (f *fleet) got(host, text string) bool {
	return strings.Contains(strings.Join(f.Lines(host), "\n"), text)
}

// Each file is a project, a script of operations, and all that the hosts get. Of
// an operation with @ before it only the outcome is written.
func TestOperations(t *testing.T) {
	golden.Each(t, "testdata/*.txtar", func(t *testing.T, file *golden.File) {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, file.Text("deploy.yml"))
			if err := os.Remove(filepath.Join(f.dir, "Dockerfile")); err != nil { // the file has its own
				t.Fatal(err)
			}
			file.Unpack(t, f.dir)
			var b strings.Builder
			for line := range strings.Lines(file.Text("script")) {
				f.perform(&b, strings.TrimSpace(line))
			}
			file.Compare(t, "want", b.String())
		})
	})
}

// perform carries out a line of a script, and writes what came of it.
func (f *fleet) perform(b *strings.Builder, line string) {
	f.tb.Helper()
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	words := strings.Fields(line)
	name, silent := strings.CutPrefix(words[0], "@")
	f.Reset()
	result, err := f.operation(name, strings.TrimSpace(strings.TrimPrefix(line, words[0])))
	after := f.Transcript()
	if silent {
		after = ""
	}
	if result == "" && err == nil && after == "" {
		return
	}
	b.WriteString("=== " + line + "\n" + after)
	if result != "" {
		b.WriteString("--- " + strings.ReplaceAll(strings.TrimSpace(result), "\n", "\n--- ") + "\n")
	}
	if err != nil {
		b.WriteString("!!! " + strings.ReplaceAll(strings.ReplaceAll(err.Error(), f.dir, "DIR"), "\n", "\n!!! ") + "\n")
	}
}

func (f *fleet) operation(name, rest string) (string, error) {
	f.tb.Helper()
	args := strings.Fields(rest)
	switch name {
	case "version":
		f.version = config.Version(rest)
		return "", nil
	case "break":
		f.Break(args[0], args[1])
		return "", nil
	case "stall":
		f.Stall(args[0], args[1])
		return "", nil
	case "hosts":
		f.sel.Hosts = strings.Split(rest, ",")
		if rest == "" {
			f.sel.Hosts = nil
		}
		return "", nil
	case "roles":
		f.sel.Roles = strings.Split(rest, ",")
		return "", nil
	case "reply":
		host, line, _ := strings.Cut(rest, " ")
		line, answer, _ := strings.Cut(line, " => ")
		f.Add(kamaltest.Reply{Host: host, Line: line, Times: 1, Stderr: answer + "\n", Exit: 1})
		return "", nil
	case "answer":
		host, line, _ := strings.Cut(rest, " ")
		line, answer, _ := strings.Cut(line, " => ")
		f.Add(kamaltest.Reply{Host: host, Line: line, Times: 1, Stdout: answer + "\n"})
		return "", nil
	case "forwards":
		return f.forwarded(), nil
	case "files":
		return strings.Join(f.Host(args[0]).Files(), "\n"), nil
	case "destination":
		f.destination = rest
		return "", nil
	case "replace":
		from, to, _ := strings.Cut(rest, " => ")
		if !strings.Contains(f.text, from) {
			f.tb.Errorf("nothing to replace: %q", from)
		}
		f.text = strings.ReplaceAll(f.text, from, strings.ReplaceAll(to, `\n`, "\n"))
		return "", nil
	case "running":
		return f.state(args), nil
	}
	do := operations[name]
	if do == nil {
		f.tb.Fatalf("no operation is named %q", name)
	}
	return do(f.tb.Context(), f.at(cmp.Or(f.version, "1")), rest)
}

// forwarded tells which ports were forwarded, and which still are.
func (f *fleet) forwarded() string {
	var lines []string
	for what, open := range f.open() {
		lines = append(lines, fmt.Sprintf("%s, open now: %d", what, open))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// state tells what runs on hosts, and what is served.
func (f *fleet) state(hosts []string) string {
	var b strings.Builder
	for _, h := range hosts {
		b.WriteString(h + ": " + strings.Join(f.Host(h).Running(), " "))
		if s := f.Host(h).Serving("app-web"); s != "" {
			b.WriteString(", serving " + s)
		}
		b.WriteString("\n")
	}
	return b.String()
}

type operation func(ctx context.Context, d *kamal.Deployer, rest string) (string, error)

// done makes an operation of a method without arguments.
func done[F any](family func(*kamal.Deployer) F, do func(F, context.Context) error) operation {
	return func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) { return "", do(family(d), ctx) }
}

// named makes an operation of a method with a name.
func named(do func(*kamal.Deployer, context.Context, string) error) operation {
	return func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) { return "", do(d, ctx, rest) }
}

// results makes an operation of a method that shows something.
func results(do func(*kamal.Deployer, context.Context, string) ([]kamal.Result, error)) operation {
	return func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		found, err := do(d, ctx, rest)
		var b strings.Builder
		for _, r := range found {
			b.WriteString(strings.TrimSpace(string(r.Host)+" "+r.Role+r.Accessory) + ": " + r.Text + "\n")
		}
		return b.String(), err
	}
}

// texts are answers without their data.
func texts[T any](answers []kamal.Answer[T], err error) ([]kamal.Result, error) {
	var found []kamal.Result
	for _, a := range answers {
		found = append(found, a.Result)
	}
	return found, err
}

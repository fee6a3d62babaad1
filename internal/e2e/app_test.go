package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

// app is an example project that the tests deploy to the hosts.
type app struct {
	*playground.Project
	kamal string
	env   []string // what kamal gets besides the playground's
}

var buildKamal = sync.OnceValues(func() (string, error) { return ground.BuildKamal(context.Background()) })

// newApp makes a project to deploy with kamal to empty hosts, beside another test.
func newApp(t *testing.T) *app {
	t.Helper()
	t.Parallel()
	return newLoneApp(t)
}

// newLoneApp makes a project for a test that needs more of the playground to itself than hosts:
// its registry, or its build engine.
func newLoneApp(t *testing.T) *app {
	t.Helper()
	needHosts(t)
	program, err := buildKamal()
	if err != nil {
		t.Fatal(err)
	}
	return &app{Project: newProject(t), kamal: program}
}

// neighbour makes a further project for the same hosts.
func (a *app) neighbour(t *testing.T) *app {
	t.Helper()
	project, err := ground.NewProject(t.Context(), a.Hosts...)
	if err != nil {
		t.Fatal(err)
	}
	return &app{Project: project, kamal: a.kamal}
}

// change commits the example's configuration with some of its text replaced, old and new in
// turn, and gives the version.
func (a *app) change(t *testing.T, oldNew ...string) string {
	t.Helper()
	configuration := a.Configuration()
	for pair := range slices.Chunk(oldNew, 2) {
		if !strings.Contains(configuration, pair[0]) {
			t.Fatalf("the configuration has no %q", pair[0])
		}
		configuration = strings.Replace(configuration, pair[0], pair[1], 1)
	}
	return a.commitFiles(t, map[string]string{"config/deploy.yml": configuration})
}

// commitFiles commits files, by path, and gives the version.
func (a *app) commitFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	return a.commit(t, func(ctx context.Context) error { return a.Commit(ctx, files) })
}

// oneHost gives what change needs to deploy to one host only.
func (a *app) oneHost(host *playground.Host) []string {
	var servers strings.Builder
	for _, h := range a.Hosts {
		servers.WriteString("  - " + h.Address + "\n")
	}
	return []string{servers.String(), "  - " + host.Address + "\n"}
}

// newProject makes a project for hosts that are empty.
func newProject(t *testing.T) *playground.Project {
	t.Helper()
	project, err := ground.NewProject(t.Context(), takeHosts(t)...)
	if err != nil {
		t.Fatal(err)
	}
	return project
}

// cutOff takes a host off the network until the test ends.
func cutOff(t *testing.T, host *playground.Host) {
	t.Helper()
	if err := ground.CutOff(t.Context(), host); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ground.Reconnect(context.WithoutCancel(t.Context()), host); err != nil {
			t.Error(err)
		}
	})
}

// command prepares kamal; when ctx ends it is interrupted as with Ctrl-C.
func (a *app) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := a.Command(ctx, a.kamal, args...)
	cmd.Env = append(cmd.Env, a.env...)
	return cmd
}

// try runs kamal and gives all that it printed.
func (a *app) try(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var text bytes.Buffer
	cmd := a.command(t.Context(), args...)
	cmd.Stdout, cmd.Stderr = &text, &text
	begun := time.Now()
	err := cmd.Run()
	t.Logf("kamal %s: %.1f s", strings.Join(args, " "), time.Since(begun).Seconds())
	return text.String(), err
}

// run runs kamal, which must succeed.
func (a *app) run(t *testing.T, args ...string) string {
	t.Helper()
	text, err := a.try(t, args...)
	if err != nil {
		t.Fatalf("kamal %s: %v\n%s", strings.Join(args, " "), err, text)
	}
	return text
}

// fails runs kamal, which must end with this exit status.
func (a *app) fails(t *testing.T, status int, args ...string) string {
	t.Helper()
	text, err := a.try(t, args...)
	wantStatus(t, status, err, text)
	return text
}

// background is a kamal that runs beside the test.
type background struct {
	cmd  *exec.Cmd
	text transcript
}

// transcript is what a program has printed so far.
type transcript struct {
	mu   sync.Mutex
	text strings.Builder
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// start starts kamal; when ctx ends it is interrupted.
func (a *app) start(ctx context.Context, t *testing.T, args ...string) *background {
	t.Helper()
	b := &background{cmd: a.command(ctx, args...)}
	b.cmd.Stdout, b.cmd.Stderr = &b.text, &b.text
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return b
}

// ends waits for kamal, which must end with this exit status within a time, and gives
// what it printed.
func (b *background) ends(t *testing.T, status int, limit time.Duration) string {
	t.Helper()
	begun := time.Now()
	err := b.cmd.Wait()
	t.Logf("it ended after %.1f s:\n%s", time.Since(begun).Seconds(), b.text.String())
	if took := time.Since(begun); took > limit {
		t.Errorf("it took %s to end, want %s at most", took, limit)
	}
	wantStatus(t, status, err, "")
	return b.text.String()
}

// wantStatus checks the exit status that kamal ended with. An interrupt that ends it isn't one.
func wantStatus(t *testing.T, want int, err error, text string) {
	t.Helper()
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("kamal ended with status %d, want %d\n%s", got, want, text)
	}
}

// commit makes a new version and gives it; change is one of the project's methods.
func (a *app) commit(t *testing.T, change func(context.Context) error) string {
	t.Helper()
	if err := change(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a.version(t)
}

func (a *app) version(t *testing.T) string {
	t.Helper()
	version, err := a.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// onHost runs a line on a host, which must succeed.
func onHost(t *testing.T, host *playground.Host, line string) string {
	t.Helper()
	text, err := host.Run(t.Context(), line)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(text)
}

// urls gives the address of a page on each host.
func (a *app) urls(path string) []string {
	var all []string
	for _, host := range a.Hosts {
		all = append(all, "http://"+host.Address+path)
	}
	return all
}

// wantServed checks which version each host serves.
func (a *app) wantServed(t *testing.T, version string) {
	t.Helper()
	for _, host := range a.Hosts {
		wantServedOn(t, host, version)
	}
}

func wantServedOn(t *testing.T, host *playground.Host, version string) {
	t.Helper()
	if got := get(t, "http://"+host.Address+"/"); got != version {
		t.Errorf("%s serves %q, want %q", host.Name, got, version)
	}
}

// wantLatest checks that the version carries the latest tag on each host.
func (a *app) wantLatest(t *testing.T, version string) {
	t.Helper()
	for _, host := range a.Hosts {
		images := onHost(t, host, "docker image ls --format '{{.ID}} {{.Tag}}'")
		id, _, _ := strings.Cut(tagged(images, version), " ")
		if id == "" || !strings.Contains(images+"\n", id+" latest\n") {
			t.Errorf("on %s version %s is not the latest:\n%s", host.Name, version, images)
		}
	}
}

// tagged is the line of an image.
func tagged(images, tag string) string {
	for line := range strings.Lines(images) {
		if strings.HasSuffix(strings.TrimSpace(line), " "+tag) {
			return line
		}
	}
	return ""
}

// wantServedSoon is for a proxy that was only just started: it listens a moment later.
func wantServedSoon(t *testing.T, host *playground.Host, version string) {
	t.Helper()
	eventually(t, host.Name+" serves "+version, func() bool { return serves(t, host, version) })
}

// serves reports whether a host answers with this version.
func serves(t *testing.T, host *playground.Host, version string) bool {
	t.Helper()
	text, err := load.Get(t.Context(), http.DefaultClient, "http://"+host.Address+"/")
	return err == nil && text == version
}

// get asks for a page, which must be answered with 200.
func get(t *testing.T, url string) string {
	t.Helper()
	text, err := load.Get(t.Context(), http.DefaultClient, url)
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return text
}

// wantNoFailure checks that no request of a load failed, and that there were some.
func wantNoFailure(t *testing.T, report load.Report) {
	t.Helper()
	t.Log(report)
	if report.Failed > 0 || report.Requests == 0 {
		t.Errorf("failed requests: %s", report)
	}
}

// wantNoLock checks that no host holds a lock.
func (a *app) wantNoLock(t *testing.T) {
	t.Helper()
	for _, host := range a.Hosts {
		if locks := onHost(t, host, "ls -d .kamal/lock-* .kamal/locks/* 2>/dev/null || true"); locks != "" {
			t.Errorf("%s is locked: %s", host.Name, locks)
		}
	}
}

// Package examples holds small programs that use the library. Each is built and
// run against simulated hosts.
package examples

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// project is a folder with a configuration, and the hosts that it names.
type project struct {
	*kamaltest.Recorder
	*kamaltest.Fleet
	dir string
}

func newProject(t *testing.T) project {
	t.Helper()
	dir := t.TempDir()
	r := kamaltest.NewRecorder(t)
	fleet, err := r.Serve(dir, []string{"app1", "app2"}, kamaltest.FleetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fleet.Close)
	text := fmt.Sprintf(`service: shop
image: acme/shop
servers: [app1, app2]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
proxy: {host: shop.example.com}
ssh: {config: [%q]}
`, fleet.ConfigFile())
	if err := os.MkdirAll(filepath.Join(dir, "config"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config", "deploy.yml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	secrets := filepath.Join(dir, ".kamal", "secrets")
	if err := os.MkdirAll(filepath.Dir(secrets), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(secrets, []byte("REGISTRY_PASSWORD=$REGISTRY_PASSWORD\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return project{r, fleet, dir}
}

// program builds an example, and gives the path of the program.
func program(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", path, "./"+name).CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", name, err, out)
	}
	return path
}

// run runs a program in the project, for a version.
func (p project) run(t *testing.T, version, program string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.dir, &out, &errs
	cmd.Env = append(os.Environ(), "VERSION="+version, "REGISTRY_PASSWORD=secret", "HOME="+p.dir)
	err := cmd.Run()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return out.String(), errs.String(), e.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), 0
}

func TestDeploy(t *testing.T) {
	p := newProject(t)
	out, errs, status := p.run(t, "1", program(t, "deploy"), "skip-push")
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	if !strings.Contains(out, "booting the app [app1 app2]\n") {
		t.Errorf("it said\n%s", out)
	}
	if got := p.Host("app2").Serving("shop-web"); got != "shop-web-1" {
		t.Errorf("app2 serves %q", got)
	}
}

func TestRollbackOnFailure(t *testing.T) {
	p, rollback := newProject(t), program(t, "rollback-on-failure")
	if _, errs, status := p.run(t, "1", rollback, "git", "version"); status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	if got := p.Host("app1").Serving("shop-web"); got != "shop-web-1" {
		t.Errorf("app1 serves %q", got)
	}
	out, errs, status := p.run(t, "2", rollback, "git", "no-such-command")
	if status != 1 || out != "going back to the version before\n" || !strings.Contains(errs, "the check failed") {
		t.Errorf("status %d, it said\n%s%s", status, out, errs)
	}
	for _, h := range []string{"app1", "app2"} {
		if got := p.Host(h).Serving("shop-web"); got != "shop-web-1" {
			t.Errorf("%s serves %q", h, got)
		}
	}
}

func TestInventory(t *testing.T) {
	p := newProject(t)
	out, errs, status := p.run(t, "1", program(t, "inventory"), "hostname; docker --version")
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	want := "app1  app1 Docker version 28.0.0, simulated\napp2  app2 Docker version 28.0.0, simulated\n"
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
}

func TestOwnExecutor(t *testing.T) {
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("there is no ssh here")
	}
	p := newProject(t)
	if _, errs, status := p.run(t, "7", program(t, "deploy"), "skip-push"); status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	out, errs, status := p.run(t, "7", program(t, "own-executor"), "-F", p.ConfigFile())
	if status != 0 || out != "app1 7\napp2 7\n" {
		t.Errorf("status %d, it said\n%s%s", status, out, errs)
	}
}

func TestOwnCommand(t *testing.T) {
	p, own := newProject(t), program(t, "own-command")
	told := make(chan string, 1)
	webhook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body) // what is missing is missed below
		told <- string(text)
	}))
	defer webhook.Close()
	t.Setenv("WEBHOOK", webhook.URL)
	if _, errs, status := p.run(t, "1", own, "deploy", "--skip-push"); status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	if got := <-told; got != "shop@1 is deployed" {
		t.Errorf("the webhook was told %q", got)
	}
	for _, args := range [][]string{{"init", "-q"}, {"-c", "user.name=dev", "-c", "user.email=dev@example.com", "commit", "-q", "--allow-empty", "-m", "first"}} {
		if _, errs, status := p.run(t, "1", "git", args...); status != 0 {
			t.Fatalf("git: %s", errs)
		}
	}
	if out, errs, status := p.run(t, "1", own, "tag", "--prefix", "live-", "-y"); status != 0 || out != "Tagged live-1\n" {
		t.Errorf("status %d, it said\n%s%s", status, out, errs)
	}
	if out, errs, _ := p.run(t, "1", "git", "tag"); out != "live-1\n" {
		t.Errorf("there are the tags %q; %s", out, errs)
	}
	out, errs, status := p.run(t, "1", own, "tag", "-y", "--output", "json")
	if want := `"data":{"tag":"deployed-1","version":"1"}`; status != 0 || !strings.Contains(out, want) {
		t.Errorf("status %d, it said\n%s%s", status, out, errs)
	}
	if _, errs, status := p.run(t, "1", own, "tag"); status != 2 || !strings.Contains(errs, "add -y") {
		t.Errorf("where nobody can answer: status %d, %s", status, errs)
	}
	if out, _, _ := p.run(t, "1", own, "version"); out != "1.0 of our own\n" {
		t.Errorf("the version is %q", out)
	}
}

func TestHostOrder(t *testing.T) {
	p := newProject(t)
	out, errs, status := p.run(t, "1", program(t, "host-order"), "app2")
	if status != 0 || out != "deploying to [app2 app1]\n" {
		t.Errorf("status %d, it said\n%s%s", status, out, errs)
	}
	for _, h := range []string{"app1", "app2"} {
		if got := p.Host(h).Serving("shop-web"); got != "shop-web-1" {
			t.Errorf("%s serves %q", h, got)
		}
	}
}

func TestWebhook(t *testing.T) {
	p := newProject(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil { // for the program to take
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program(t, "webhook"), address)
	cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "TOKEN=the token", "REGISTRY_PASSWORD=secret", "HOME="+p.dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	for _, c := range []struct {
		token, ref, answer string
		status             int
	}{
		{"another", "refs/tags/v1", "who are you?\n", 403},
		{"the token", "refs/heads/main", "no tag that can be deployed\n", 400},
		{"the token", "refs/tags/v1", "v1 is deployed\n", 200},
	} {
		status, answer := post(t, address, c.token, c.ref)
		if status != c.status || answer != c.answer {
			t.Errorf("%s: %d, %s", c.ref, status, answer)
		}
	}
	if got := p.Host("app2").Serving("shop-web"); got != "shop-web-v1" {
		t.Errorf("app2 serves %q", got)
	}
}

// post tells the webhook of a push, as soon as it listens.
func post(t *testing.T, address, token, ref string) (status int, answer string) {
	t.Helper()
	for {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address, strings.NewReader(`{"ref": "`+ref+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Token", token)
		response, err := http.DefaultClient.Do(r)
		if errors.Is(err, syscall.ECONNREFUSED) {
			runtime.Gosched()
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(text)
	}
}

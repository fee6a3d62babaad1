//go:build unix

package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A proxy that runs as a program: the stand-in, or the original that KAMAL_PROXY_BINARY names.
type running struct {
	t              *testing.T
	program        string
	env            []string
	plain, secure  string
	target, unwell string
	shared, cert   string
}

// TestConformance_OfStandInAndOriginal holds both to the same answers: what is deployed,
// served and refused, and in which words.
func TestConformance_OfStandInAndOriginal(t *testing.T) {
	own := filepath.Join(t.TempDir(), "kamal-proxy")
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", own, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	programs := map[string]string{"stand-in": own}
	if original := os.Getenv("KAMAL_PROXY_BINARY"); original != "" {
		programs["original"] = original
	}
	for name, program := range programs {
		t.Run(name, func(t *testing.T) { conforms(startProxy(t, program)) })
	}
}

func conforms(p *running) {
	good, pages := "--target="+p.target, filepath.Join(p.shared, "pages")
	key := filepath.Join(p.shared, "key.pem")
	safe := []string{"deploy", "safe", good, "--host=safe.example.com", "--tls", "--tls-certificate-path=" + p.cert, "--tls-private-key-path=" + key}
	p.does("deploy", "web", good, "--host=a.example.com", "--error-pages="+pages)
	p.answers("a.example.com", 200, "served /x")
	p.answers("b.example.com", 404, "")
	p.does("deploy", "api", good, "--host=a.example.com", "--path-prefix=/api")
	p.does(safe...)
	p.answers("safe.example.com", 301, "")
	p.answersSecurely("safe.example.com")

	p.refuses("host settings conflict with another service", "deploy", "other", good, "--host=a.example.com")
	p.refuses("target failed to become healthy within configured timeout (100ms)", "deploy", "web", "--target="+p.unwell, "--host=a.example.com", "--deploy-timeout=100ms")
	p.refuses("unable to load error pages", "deploy", "web", good, "--host=a.example.com", "--error-pages="+pages+"-of-none")
	if os.Geteuid() == 0 {
		chmod(p.t, pages, 0o700)
		p.refuses("unable to load error pages", "deploy", "web", good, "--host=a.example.com", "--error-pages="+pages)
		chmod(p.t, key, 0o600)
		p.refuses("unable to load certificate", safe...)
		chmod(p.t, pages, 0o755)
		chmod(p.t, key, 0o644)
	}
	p.refuses("service options invalid: host must be set when using TLS", "deploy", "web", good, "--tls")
	p.refuses("service options invalid: TLS settings must be specified on the root path service", "deploy", "web", good, "--tls", "--host=c.example.com", "--path-prefix=/c")
	p.refuses("automatic TLS does not support wildcards", "deploy", "wild", good, "--tls", "--host=*.example.net")
	p.refuses(`required flag(s) "target" not set`, "deploy", "web")
	p.refuses("max-request-body can only be set when request buffering is enabled", "deploy", "web", good, "--max-request-body=1")
	for _, command := range []string{"remove", "stop", "resume"} {
		p.refuses("service not found", command, "nobody")
	}

	p.does("stop", "web", "--message=back <soon>")
	p.answers("a.example.com", 503, "closed: back &lt;soon&gt;")
	if diff := cmp.Diff(p.list(), p.does("list")); diff != "" {
		p.t.Errorf("the list (-want +got):\n%s", diff)
	}
	p.does("resume", "web")
	p.answers("a.example.com", 200, "served /x")
	p.does("remove", "web")
	p.answers("a.example.com", 404, "")
}

// list is what the proxy is to say that it serves.
func (p *running) list() string {
	row := func(style, service, host, path, target, state, secure string) string {
		first := "\x1b[" + style + "m"
		if style == "1;34" {
			style = ""
		}
		var text strings.Builder
		text.WriteString(first + service + "\x1b[0m" + strings.Repeat(" ", 9-len(service)))
		for _, cell := range []struct {
			text  string
			width int
		}{{host, 18}, {path, 6}, {target, len(p.target) + 2}, {state, 9}, {secure, 5}} {
			text.WriteString("\x1b[" + style + "m" + cell.text + "\x1b[0m" + strings.Repeat(" ", cell.width-len(cell.text)))
		}
		return text.String() + "\n"
	}
	return row("3;94", "Service", "Host", "Path", "Target", "State", "TLS") +
		row("1;34", "api", "a.example.com", "/api", p.target, "running", "no") +
		row("1;34", "safe", "safe.example.com", "/", p.target, "running", "yes") +
		row("1;34", "web", "a.example.com", "/", p.target, "stopped", "no")
}

func startProxy(t *testing.T, program string) *running {
	t.Helper()
	dir := sharedFolder(t)
	p := &running{
		t: t, shared: dir, plain: freePort(t), secure: freePort(t), cert: filepath.Join(dir, "cert.pem"),
		program: filepath.Join(dir, "kamal-proxy"),
		env:     []string{"HOME=" + filepath.Join(dir, "home"), "XDG_RUNTIME_DIR=" + filepath.Join(dir, "home")},
	}
	code, err := os.ReadFile(program)
	if err == nil {
		err = os.WriteFile(p.program, code, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.target, p.unwell = aTarget(t, 200), aTarget(t, 503)
	ctx, cancel := context.WithCancel(t.Context())
	server := p.command(ctx, "run", "--http-port="+p.plain, "--https-port="+p.secure)
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) }
	var log bytes.Buffer
	server.Stdout, server.Stderr = &log, &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = server.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	p.waitUntilUp()
	return p
}

// sharedFolder has what the proxy, as another account, may read.
func sharedFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "kamal-proxy-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	chmod(t, dir, 0o755)
	for _, folder := range []string{"home", "pages"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(filepath.Join(dir, "home"), proxyAccount, proxyAccount); err != nil {
			t.Fatal(err)
		}
	}
	pair, err := selfSigned("safe.example.com")
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"pages/503.html": "closed: {{ .Message }}",
		"cert.pem":       string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})),
		"key.pem":        string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func chmod(t *testing.T, file string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(file, mode); err != nil {
		t.Fatal(err)
	}
}

func aTarget(t *testing.T, status int) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, "served "+r.URL.Path)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func (p *running) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, p.program, args...)
	cmd.Env, cmd.Dir = p.env, "/"
	asProxyAccount(cmd)
	return cmd
}

func (p *running) waitUntilUp() {
	p.t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		text, err := p.command(p.t.Context(), "list").CombinedOutput()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("%v: %s", err, text)
		}
	}
}

// does runs a command, which must succeed.
func (p *running) does(args ...string) string {
	p.t.Helper()
	text, err := p.command(p.t.Context(), args...).CombinedOutput()
	if err != nil {
		p.t.Errorf("%q: %v: %s", args, err, text)
	}
	return string(text)
}

// refuses runs a command, which must fail with these words.
func (p *running) refuses(why string, args ...string) {
	p.t.Helper()
	cmd := p.command(p.t.Context(), args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if want := "Error: " + why + "\n"; err == nil || cmd.ProcessState.ExitCode() != 1 || errs.String() != want {
		p.t.Errorf("%q: %v, %q: want status 1 and %q", args, err, errs.String(), want)
	}
}

func (p *running) answers(host string, status int, text string) {
	p.t.Helper()
	p.get("http", host, p.plain, status, text)
}

func (p *running) answersSecurely(host string) {
	p.t.Helper()
	p.get("https", host, p.secure, 200, "served /x")
}

func (p *running) get(scheme, host, port string, status int, text string) {
	p.t.Helper()
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
		},
		TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()},
	}
	if authority, err := os.ReadFile(p.cert); err == nil {
		transport.TLSClientConfig.RootCAs.AppendCertsFromPEM(authority)
	}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, scheme+"://"+host+"/x", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		p.t.Errorf("%s: %v", request.URL, err)
		return
	}
	defer response.Body.Close()
	got, _ := io.ReadAll(response.Body)
	if response.StatusCode != status || !strings.Contains(string(got), text) {
		p.t.Errorf("%s answers %d %q, want %d %q", request.URL, response.StatusCode, got, status, text)
	}
}

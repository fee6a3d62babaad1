package e2e_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestExecAndLogs_ReachEveryHost(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	for _, how := range [][]string{{"app", "exec", "--reuse"}, {"app", "exec"}} {
		text := a.run(t, append(how, "app echo hello from $(uname -n).")...)
		if got := strings.Count(text, "hello from host-"); got != len(a.Hosts) {
			t.Errorf("%q: %d of %d hosts answered\n%s", how, got, len(a.Hosts), text)
		}
	}
	for command, want := range map[string]string{"details": `"status":"Up `, "containers": `"names":"shop-web-`, "images": `"name":"`} {
		if text := a.run(t, "app", command, "--output", "json"); strings.Count(text, want) < len(a.Hosts) {
			t.Errorf("%s: docker's table was not read\n%s", command, text)
		}
	}

	ctx, interrupt := context.WithCancel(t.Context())
	follow := a.command(ctx, "app", "logs", "-f", "--skip-timestamps")
	out, printed := io.Pipe()
	follow.Stdout, follow.Stderr = printed, printed
	if err := follow.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	waitFor := func(text string) string {
		for lines.Scan() {
			if strings.Contains(lines.Text(), text) {
				return lines.Text()
			}
		}
		t.Fatalf("the log ended without %q", text)
		return ""
	}
	waitFor("serving version") // its last lines come first
	for _, host := range a.Hosts {
		for _, said := range []string{"first", "second"} {
			wantPage(t, through(host), "http://"+host.Address+"/say?text="+said+"+on+"+host.Name, http.StatusOK, "")
			if line := waitFor(said + " on " + host.Name); !strings.Contains(line, host.Address) {
				t.Errorf("the line %q does not say from where it is", line)
			}
		}
	}

	go func() { _, _ = io.Copy(io.Discard, out) }()
	begun := time.Now()
	interrupt()
	err := follow.Wait()
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("it took %s to end", took)
	}
	wantStatus(t, 0, err, "") // there is no other way to end it
	for _, host := range a.Hosts {
		eventually(t, "no docker logs runs on "+host.Name, func() bool {
			return onHost(t, host, `grep -lsz -x logs /proc/[0-9]*/cmdline || true`) == ""
		})
	}
}

package kamaltest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// served are hosts behind SSH.
type served struct {
	*kamaltest.Recorder
	*kamaltest.Fleet
}

func fleet(tb testing.TB, hosts []string, opts kamaltest.FleetOptions) (served, *sshx.Executor) {
	tb.Helper()
	r := kamaltest.NewRecorder(tb)
	f, err := r.Serve(tb.TempDir(), hosts, opts)
	if err != nil {
		tb.Fatal(err)
	}
	x := sshx.New(sshx.Options{ConfigFiles: []string{f.ConfigFile()}})
	tb.Cleanup(func() { _ = x.Close(); f.Close() })
	return served{r, f}, x
}

func parse(tb testing.TB, hosts []string) *config.Config {
	tb.Helper()
	var text strings.Builder
	text.WriteString("service: app\nimage: acme/app\nregistry: {server: registry.example.com, username: u, password: [PW]}\n" +
		"builder: {arch: amd64, context: .}\nproxy: {host: example.com}\nservers:\n")
	for _, h := range hosts {
		text.WriteString("  - " + h + "\n")
	}
	cfg, err := config.Parse(tb.Context(), text.String(), config.Options{Version: "999", Environ: []string{"PW=very secret"}, WorkDir: tb.TempDir()})
	if err != nil {
		tb.Fatal(err)
	}
	return cfg
}

func deploy(ctx context.Context, cfg *config.Config, x kamal.Executor) error {
	return kamal.New(cfg, x, kamal.WithLocal(kamaltest.NewRecorder(nil))).Deploy(ctx, kamal.DeployOptions{SkipPush: true})
}

func names(n int) []string {
	hosts := make([]string, n)
	for i := range hosts {
		hosts[i] = fmt.Sprintf("app%d", i+1)
	}
	return hosts
}

func TestFleet_IsDeployedToOverSSH(t *testing.T) {
	hosts := names(3)
	f, x := fleet(t, hosts, kamaltest.FleetOptions{})
	if err := deploy(t.Context(), parse(t, hosts), x); err != nil {
		t.Fatal(err)
	}
	for _, h := range hosts {
		if got, want := f.Host(h).Serving("app-web"), "app-web-999"; got != want {
			t.Errorf("%s serves %q, want %q", h, got, want)
		}
		if n := f.Connections(h); n != 1 {
			t.Errorf("%s was connected to %d times, want once", h, n)
		}
	}
}

// The hosts have ports of their own: that of a local registry is open on each of them,
// and on none for two at once.
func TestFleet_ForwardsALocalRegistryToEachHost(t *testing.T) {
	hosts := names(2)
	f, x := fleet(t, hosts, kamaltest.FleetOptions{})
	cfg, err := config.Build(t.Context(), config.Spec{
		"service": "app", "image": "acme/app", "servers": hosts, "builder": config.Spec{"arch": "amd64"},
		"registry": config.Spec{"server": "localhost:5000"},
	}, config.Options{Version: "1", WorkDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // it is closed again
		if err := deploy(t.Context(), cfg, x); err != nil {
			t.Fatal(err)
		}
	}
	other := sshx.New(sshx.Options{ConfigFiles: []string{f.ConfigFile()}})
	defer other.Close()
	open, err := x.Forward(t.Context(), "app1", "127.0.0.1:5000", "127.0.0.1:5000")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Forward(t.Context(), "app1", "127.0.0.1:5000", "127.0.0.1:5000"); err == nil {
		t.Error("two listen on one port of a host")
	}
	if err := open.Close(); err != nil {
		t.Error(err)
	}
	again, err := other.Forward(t.Context(), "app1", "127.0.0.1:5000", "127.0.0.1:5000")
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestFleet_HoldsManyHosts(t *testing.T) {
	hosts := names(100)
	f, x := fleet(t, hosts, kamaltest.FleetOptions{})
	if err := deploy(t.Context(), parse(t, hosts), x); err != nil {
		t.Fatalf("%.2000s", err)
	}
	if got := f.Host("app100").Serving("app-web"); got != "app-web-999" {
		t.Errorf("the last host serves %q", got)
	}
}

func TestFleet_IsAnExecutorBehindSSH(t *testing.T) {
	_, x := fleet(t, []string{"app1"}, kamaltest.FleetOptions{})
	if err := kamaltest.TestExecutor(t.Context(), x, "app1"); err != nil {
		t.Error(err)
	}
}

func TestFleet_RefusesAndAcceptsAgain(t *testing.T) {
	f, x := fleet(t, []string{"app1"}, kamaltest.FleetOptions{})
	if err := f.Refuse("app1", true); err != nil {
		t.Fatal(err)
	}
	if err := x.Run(t.Context(), "app1", commands.Command("true")); !errors.Is(err, sshx.ErrUnreachable) {
		t.Errorf("a host that refuses gave %v", err)
	}
	if err := f.Refuse("app1", false); err != nil {
		t.Fatal(err)
	}
	if err := x.Run(t.Context(), "app1", commands.Command("true")); err != nil {
		t.Errorf("a host that accepts again gave %v", err)
	}
}

func TestFleet_DropsInTheMiddleOfACommand(t *testing.T) {
	f, x := fleet(t, []string{"app1"}, kamaltest.FleetOptions{})
	f.Add(kamaltest.Reply{Line: "docker ps*", Times: 1, Err: kamaltest.ErrLost})
	var lost *sshx.LostError
	if err := x.Run(t.Context(), "app1", commands.Command("docker", "ps")); !errors.As(err, &lost) {
		t.Errorf("a dropped connection gave %v", err)
	}
	if err := x.Run(t.Context(), "app1", commands.Command("docker", "ps")); err != nil {
		t.Errorf("the next command gave %v", err)
	}
}

func TestFleet_FailsOnAFullDisk(t *testing.T) {
	f, x := fleet(t, []string{"app1"}, kamaltest.FleetOptions{})
	f.Host("app1").FillDisk(true)
	var errs bytes.Buffer
	cmd := commands.Command("mkdir", "-p", ".kamal")
	cmd.Stderr = &errs
	if err := x.Run(t.Context(), "app1", cmd); err == nil || !bytes.Contains(errs.Bytes(), []byte("No space left on device")) {
		t.Errorf("got %v and %q", err, errs.String())
	}
}

func TestFleet_WritesIntoNoFolderThatWasNotNamed(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := kamaltest.NewRecorder(t).Serve("", names(1), kamaltest.FleetOptions{}); err == nil {
		t.Error("it is served")
	}
	if files, err := os.ReadDir("."); err != nil || len(files) > 0 {
		t.Errorf("it wrote %v, %v", files, err)
	}
}

func TestFleet_InMemoryTakesNoTimeButItsDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const oneWay = 70 * time.Millisecond
		f, err := kamaltest.NewRecorder(t).Serve(t.TempDir(), names(2), kamaltest.FleetOptions{Delay: oneWay, InMemory: true})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		x := sshx.New(sshx.Options{ConfigFiles: []string{f.ConfigFile()}, Dial: f.Dial})
		defer x.Close()
		began := time.Now()
		var wg sync.WaitGroup
		for _, host := range names(2) { // at the same time: once
			wg.Go(func() {
				if err := x.Run(t.Context(), host, commands.Command("true")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(began); took != 8*2*oneWay {
			t.Errorf("it took %v, want eight round trips", took)
		}
	})
}

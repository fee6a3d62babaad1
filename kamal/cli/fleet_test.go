package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// fleetProject is the folder of a project, and the simulated host it deploys to.
type fleetProject struct {
	*kamaltest.Recorder
	*kamaltest.Fleet
	dir string
}

func newFleetProject(t *testing.T) fleetProject {
	t.Helper()
	return newFleetProjectOf(t, kamaltest.FleetOptions{}, "app1")
}

func newFleetProjectOf(t *testing.T, o kamaltest.FleetOptions, hosts ...string) fleetProject {
	t.Helper()
	p := fleetProject{Recorder: kamaltest.NewRecorder(t), dir: t.TempDir()}
	var err error
	if p.Fleet, err = p.Serve(p.dir, hosts, o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	p.write(t, "config/deploy.yml", fmt.Sprintf("service: shop\nimage: shop\nservers: [%s]\n"+
		"registry: {server: registry.example.com, username: dev, password: [PASSWORD]}\n"+
		"builder: {arch: amd64, context: .}\nproxy: {host: shop.example.com}\nssh: {config: [%q]}\n", strings.Join(hosts, ", "), p.ConfigFile()))
	p.write(t, ".kamal/secrets", "PASSWORD=$PASSWORD\n")
	return p
}

// write makes a file that may be run.
func (p fleetProject) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// command is a run of kamal in the project, and what it says.
func (p fleetProject) command(args ...string) (cmd *exec.Cmd, out, errs *bytes.Buffer) {
	cmd, out, errs = exec.Command("kamal", args...), &bytes.Buffer{}, &bytes.Buffer{}
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.dir, out, errs
	cmd.Env = append(os.Environ(), "PASSWORD=secret", "HOME="+p.dir, "KAMAL_LOCK=", "KAMAL_DESTINATION=")
	return cmd, out, errs
}

// kamal runs kamal in the project.
func (p fleetProject) kamal(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd, out, errs := p.command(args...)
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func TestAudit_SaysThatThereIsNoLogYet(t *testing.T) {
	p := newFleetProject(t)
	const want = "App Host: app1\nThere is no audit log yet: nothing was done on this host.\n\n"
	if out, errs, status := p.kamal(t, "audit"); out != want || status != codeDone {
		t.Errorf("status %d, got %q, %s", status, out, errs)
	}
}

func TestHostKeys_OfAllHostsAreToldInOneLine(t *testing.T) {
	for _, c := range []struct {
		hosts []string
		want  string
	}{
		{[]string{"app1"}, "accepted the new key of [127.0.0.1]:"},
		{[]string{"app1", "app2", "app3"}, "accepted the new keys of 3 hosts, written into "},
	} {
		p := newFleetProjectOf(t, kamaltest.FleetOptions{}, c.hosts...)
		p.write(t, "known_hosts", "")
		_, errs, status := p.runs(t, Program{}, "details")
		if status != codeDone || strings.Count(errs, "accepted") != 1 || !strings.Contains(errs, c.want) {
			t.Errorf("%d hosts: status %d, got %s", len(c.hosts), status, errs)
		}
	}
}

package kamal_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

// problems are what doctor finds, without what to do about it.
func (f *fleet) problems() []string {
	f.tb.Helper()
	found, err := diagnosed(f.tb.Context(), f.at("1"))
	if err != nil {
		f.tb.Fatal(err)
	}
	var got []string
	for _, x := range found {
		if x.Fatal || x.Fix == "" {
			f.tb.Errorf("%+v is serious, or there is no way out", x)
		}
		got = append(got, placed(x))
	}
	return got
}

func TestDoctor_FindsFilesThatAreOpenToAll(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"env: {secret: [TOKEN]}\n")
		f.deployed("1")
		c := f.config()
		file := layout.RoleEnvFile(c, c.Roles[0])
		for path, mode := range map[string]string{".kamal": "755", file: "644"} {
			if err := f.Run(t.Context(), "app2", commands.Command("chmod", mode, path)); err != nil {
				t.Fatal(err)
			}
		}
		want := []string{
			"app2: any account of the host can look into .kamal, where secrets and keys lie",
			"app2: these files with secrets are open to any account of the host: " + file,
		}
		if diff := cmp.Diff(want, f.problems()); diff != "" {
			t.Error(diff)
		}
		f.deployed("2")
		if got := f.problems(); len(got) > 0 {
			t.Errorf("a deploy leaves open: %q", got)
		}
	})
}

func TestDoctor_FindsPortsOnAllAddresses(t *testing.T) {
	for port, public := range map[string]string{
		`"5432"`: "5432:5432", `"5432:5432"`: "5432:5432", `"0.0.0.0:5432:5432"`: "5432:5432", `"[::]:5432:5432/tcp"`: "5432:5432/tcp", `":::53:53"`: "53:53",
		`"127.0.0.1:5432:5432"`: "", `"[::1]:5432:5432"`: "", `"10.0.0.3:5432:5432"`: "", `"${PRIVATE_IP}:5432:5432"`: "",
	} {
		f := newFleet(t, twoHosts+"accessories: {db: {image: postgres, host: app1, port: "+port+"}}\n")
		var want []string
		if public != "" {
			want = []string{`accessory "db" listens on all addresses of its hosts, whatever their firewall says: port ` + public}
		}
		if diff := cmp.Diff(want, f.problems()); diff != "" {
			t.Errorf("port %s: %s", port, diff)
		}
	}
	f := newFleet(t, twoHosts+"accessories: {db: {image: postgres, host: app1, options: {publish: [\"1:1\", \"127.0.0.1:2:2\"]}}}\n")
	if got := f.problems(); len(got) != 1 || !strings.HasSuffix(got[0], "port 1:1") {
		t.Errorf("options: got %q", got)
	}
}

// forwarder hands the agent to one host.
type forwarder struct{ kamal.Executor }

func (forwarder) Account(_ context.Context, host string) (commands.Account, error) {
	return commands.Account{ForwardsAgent: host == "app2"}, nil
}

func TestDoctor_FindsAgentsThatAreForwarded(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.remote = forwarder{f.Recorder}
	got := f.problems()
	if len(got) != 1 || !strings.HasPrefix(got[0], "the ssh agent here is forwarded to app2:") {
		t.Errorf("got %q", got)
	}
}

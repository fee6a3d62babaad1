package kamal_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const withFiles = twoHosts + `accessories:
  db:
    image: postgres:17
    host: db1
    env: {clear: {NAME: "n"}, secret: [TOKEN]}
    directories: [data:/data]
    files:
      - config/plain.conf:/etc/plain.conf
      - config/made.conf.erb:/etc/made.conf
      - config/folder:/etc/folder
`

func (f *fleet) file(name, text string) {
	f.tb.Helper()
	path := filepath.Join(f.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		f.tb.Fatal(err)
	}
}

func TestAccessory_BringsItsFiles(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, withFiles)
		f.file("config/plain.conf", "it's\nplain\n")
		f.file("config/made.conf.erb", "name <%= ENV['NAME'] %> token <%= ENV['TOKEN'] %>\n")
		f.file("config/folder/a", "A")
		f.file("config/folder/deep/b", "B")
		if err := f.at("1").Accessory("db").Boot(t.Context()); err != nil {
			t.Fatal(err)
		}
		host, got := f.Host("db1"), map[string]string{}
		for _, name := range []string{"etc/plain.conf", "etc/made.conf", "etc/folder/a", "etc/folder/deep/b"} {
			got[name], _ = host.File("app-db/" + name)
		}
		want := map[string]string{
			"etc/plain.conf": "it's\nplain\n", "etc/made.conf": "name n token token secret\n",
			"etc/folder/a": "A", "etc/folder/deep/b": "B",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAccessory_ThatIsThereIsLeftAsItIsButForItsFiles(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, withFiles)
		for _, name := range []string{"config/plain.conf", "config/made.conf.erb", "config/folder/a"} {
			f.file(name, "1")
		}
		d := f.at("1")
		if err := d.Accessory(kamal.AllAccessories).Boot(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.file("config/plain.conf", "2")
		f.Reset()
		if err := d.Accessory(kamal.AllAccessories).Boot(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, _ := f.Host("db1").File("app-db/etc/plain.conf"); got != "2" {
			t.Errorf("the file holds %q", got)
		}
		if f.got("db1", "docker run") {
			t.Error("it was run again")
		}
	})
}

func TestAccessory_ExecInteractiveIsForItsFirstHost(t *testing.T) {
	f := newFleet(t, withFiles)
	cmd, err := f.at("1").Accessory("db").ExecInteractive(t.Context(), kamal.ExecOptions{Command: "psql", Reuse: true, TTY: true})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := cmd.String(), `ssh -t root@db1 -p 22 'exec sh -c '\''docker exec -it app-db psql'\'''`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	f.sel.Hosts = []string{"app1"}
	if _, err := f.at("1").Accessory("db").ExecInteractive(t.Context(), kamal.ExecOptions{Command: "psql"}); !errors.Is(err, kamal.ErrUsage) {
		t.Errorf("on other hosts: got %v", err)
	}
}

func TestAccessory_IsTalkedToOnItsOwnFirstHost(t *testing.T) {
	f := newFleet(t, twoHosts+"accessories: {db: {image: db, hosts: [db1, app2]}}\n")
	for hosts, want := range map[string]string{"": "@db1 ", "app*,db*": "@db1 ", "app2": "@app2 "} {
		if f.sel.Hosts = nil; hosts != "" {
			f.sel.Hosts = strings.Split(hosts, ",")
		}
		cmd, err := f.at("1").Accessory("db").ExecInteractive(t.Context(), kamal.ExecOptions{Command: "psql"})
		if err != nil || !strings.Contains(cmd.String(), want) {
			t.Errorf("hosts %q: got %v, %v", hosts, cmd, err)
		}
	}
}

// Where the old container is gone a new one comes, whatever became of another host.
func TestAccessoryReboot_GoesOnWhereTheOldContainerIsGone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"accessories:\n  cache: {image: \"cache:1\", hosts: [app1, app2]}\n")
		if err := f.at("1").Accessory("cache").Boot(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.Add(kamaltest.Reply{Host: "app1", Line: "docker container prune *", Times: 1, Exit: 1, Stderr: "no\n"})
		if err := f.at("1").Accessory("cache").Reboot(t.Context()); err == nil {
			t.Error("the host that failed is not told of")
		}
		if got := f.Host("app2").Running(); !slices.Contains(got, "app-cache") {
			t.Errorf("on app2 run %s", got)
		}
	})
}

package project_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/project"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// folder is a project's folder, and the hosts that it names.
type folder struct {
	*kamaltest.Recorder
	*kamaltest.Fleet
	dir string
}

func newFolder(t *testing.T, ssh, more string) folder {
	t.Helper()
	f := folder{Recorder: kamaltest.NewRecorder(t), dir: t.TempDir()}
	var err error
	if f.Fleet, err = f.Serve(f.dir, []string{"app1", "gate"}, kamaltest.FleetOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	f.write(t, "config/deploy.yml", fmt.Sprintf(`service: shop
image: acme/shop
servers: [app1]
registry: {server: registry.example.com, username: deployer, password: [PASSWORD]}
builder: {arch: amd64, context: .}
proxy: {host: shop.example.com}
ssh: {config: [%q]%s}
`, f.ConfigFile(), ssh)+more)
	f.write(t, ".kamal/secrets", "PASSWORD=$PASSWORD\n")
	return f
}

func (f folder) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(f.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func (f folder) options() project.Options {
	environ := []string{"PASSWORD=hunter2", "PATH=" + os.Getenv("PATH"), "HOME=" + f.dir}
	return project.Options{Config: config.Options{WorkDir: f.dir, Version: "1", Environ: environ}}
}

// open opens the project; the test closes it.
func (f folder) open(t *testing.T, o project.Options) *project.Project {
	t.Helper()
	p, err := project.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

var skipPush = kamal.DeployOptions{SkipPush: true}

func TestOpen_DeploysByWayOfAJumpHost(t *testing.T) {
	f := newFolder(t, ", proxy: gate", "")
	p := f.open(t, f.options())
	if err := p.Deploy(t.Context(), skipPush); err != nil {
		t.Fatal(err)
	}
	if got := f.Host("app1").Serving("shop-web"); got != "shop-web-1" {
		t.Errorf("app1 serves %q", got)
	}
	if f.Connections("gate") == 0 {
		t.Error("the jump host was not used")
	}
}

func TestOpen_FetchesSecretsInTheSameProcess(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("there is no /bin/sh here")
	}
	f := newFolder(t, "", "")
	f.write(t, ".kamal/secrets", "ALL=$(kamal secrets fetch -a doppler --from shop/prd PASSWORD)\nPASSWORD=$(kamal secrets extract PASSWORD $ALL)\n")
	f.write(t, "bin/doppler", "#!/bin/sh\ncase \"$*\" in\n*--version*) echo v3 ;;\n*) echo '{\"PASSWORD\":{\"computed\":\"swordfish\",\"note\":\"\"}}' ;;\nesac\n")
	t.Setenv("PATH", filepath.Join(f.dir, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"))
	p := f.open(t, f.options())
	secret, err := p.Config().Secrets.Lookup(t.Context(), "PASSWORD")
	if err != nil || secret.Reveal() != "swordfish" {
		t.Errorf("got %q, %v", secret.Reveal(), err)
	}
}

func TestEnd_IsWrittenDown(t *testing.T) {
	f := newFolder(t, "", "output: {file: {path: log}}\n")
	for result, want := range map[error]string{nil: "completed", errors.New("no luck"): "failed"} {
		o := f.options()
		o.Command, o.Program = "app details", "v9"
		p, err := project.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.App().Details(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := p.End(result); err != nil {
			t.Fatal(err)
		}
		logs, err := filepath.Glob(filepath.Join(f.dir, "log", "*app_details*.log"))
		if err != nil || len(logs) != 1 {
			t.Fatalf("there are %q, %v", logs, err)
		}
		text, err := os.ReadFile(logs[0])
		if err != nil || !strings.Contains(string(text), "kamal v9") || !strings.Contains(string(text), "docker ps") || !strings.Contains(string(text), want) {
			t.Errorf("%v: got %v, %s", result, err, text)
		}
		if err := os.Remove(logs[0]); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpen_TellsOfWarningsAndOfWhatCannotBeWritten(t *testing.T) {
	f := newFolder(t, "", "output: {file: {path: config/deploy.yml/log}}\naccessories: {db: {image: postgres, tag: nosuch}}\n")
	var told []string
	o := f.options()
	o.Events = func(e kamal.Event) {
		if w, ok := e.(kamal.Warning); ok {
			told = append(told, w.Text)
		}
	}
	f.open(t, o)
	for _, want := range []string{"no log file", "deploy.yml:"} {
		if !slices.ContainsFunc(told, func(text string) bool { return strings.Contains(text, want) }) {
			t.Errorf("nothing with %q was told: %q", want, told)
		}
	}
}

// counting counts the commands that go through it.
type counting struct {
	kamal.Executor
	count *int
}

func (c counting) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	*c.count++
	return c.Executor.Run(ctx, host, cmd)
}

func (c counting) Unwrap() kamal.Executor { return c.Executor }

func TestOpen_TakesAnExecutorAroundTheOneOverSSH(t *testing.T) {
	f, count := newFolder(t, "", ""), 0
	o := f.options()
	o.Executor = func(x kamal.Executor) kamal.Executor {
		if _, ok := x.(*sshx.Executor); !ok {
			t.Errorf("it is around %T", x)
		}
		return counting{x, &count}
	}
	results, err := f.open(t, o).Server().Exec(t.Context(), kamal.ExecOptions{Command: "hostname"})
	if err != nil || len(results) != 1 || results[0].Text != "app1" || count == 0 {
		t.Errorf("got %v, %v after %d commands", results, err, count)
	}
}

func TestOpen_DryRunChangesNothing(t *testing.T) {
	f := newFolder(t, "", "")
	for _, offline := range []bool{false, true} {
		before := f.Connections("app1")
		o := f.options()
		o.DryRun, o.Offline = true, offline
		p := f.open(t, o)
		if err := p.Deploy(t.Context(), skipPush); err != nil {
			t.Fatal(err)
		}
		if plan := p.Plan(t.Context()).Transcript; !strings.Contains(plan, "docker run") || strings.Contains(plan, "hunter2") {
			t.Errorf("offline %t: the plan is %s", offline, plan)
		}
		if got := f.Host("app1").Running(); len(got) > 0 {
			t.Errorf("offline %t: %v run", offline, got)
		}
		if asked := f.Connections("app1") > before; asked == offline {
			t.Errorf("offline %t: the host was contacted: %t", offline, asked)
		}
	}
	if plan := f.open(t, f.options()).Plan(t.Context()); plan != nil {
		t.Errorf("without a dry run the plan is %v", plan)
	}
}

func TestOpen_NarrowsToASelection(t *testing.T) {
	f := newFolder(t, "", "")
	o := f.options()
	o.Selection.Hosts = []string{"nosuch"}
	if _, err := project.Open(t.Context(), o); !errors.Is(err, kamal.ErrUsage) {
		t.Errorf("got %v", err)
	}
}

func TestNew_WithoutAConfigurationIsAnError(t *testing.T) {
	for _, cfg := range []*config.Config{nil, {Service: "shop"}} {
		if _, err := project.New(t.Context(), cfg, project.Options{}); !errors.Is(err, kamal.ErrUsage) {
			t.Errorf("got %v", err)
		}
	}
}

func TestOpen_GivesTheProblemsOfTheConfiguration(t *testing.T) {
	f := newFolder(t, "", "servics: shop\n")
	_, err := project.Open(t.Context(), f.options())
	if _, ok := errors.AsType[config.Problems](err); !ok {
		t.Errorf("got %v", err)
	}
}

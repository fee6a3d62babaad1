package cmdline

import (
	"errors"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/kamal/config"
)

// grammar has commands of every kind.
type grammar struct {
	Verbose    bool   `name:"verbose" short:"v"`
	Quiet      bool   `name:"quiet" short:"q"`
	Version    string `name:"version"`
	Primary    bool   `name:"primary" short:"p"`
	Hosts      string `name:"hosts" short:"h"`
	Roles      string `name:"roles" short:"r"`
	ConfigFile string `name:"config-file" short:"c"`
	Dest       string `name:"destination" short:"d"`
	SkipHooks  bool   `name:"skip-hooks" short:"H"`
	DryRun     bool   `name:"dry-run"`

	Deploy   deploy   `cmd:"" name:"deploy"`
	Redeploy deploy   `cmd:"" name:"redeploy"`
	Details  struct{} `cmd:"" name:"details"`
	Rollback struct {
		Version string `arg:"" optional:""`
	} `cmd:"" name:"rollback"`
	Plan struct {
		Command []string `arg:"" optional:""`
	} `cmd:"" name:"plan" words:"line" option:"--dry-run" usual:"deploy"`
	App struct {
		Boot    struct{} `cmd:"" name:"boot"`
		Details struct{} `cmd:"" name:"details"`
		Exec    exec     `cmd:"" name:"exec" words:"command"`
		Images  struct{} `cmd:"" name:"images"`
		Logs    struct {
			logs
			GrepOptions string `name:"grep-options"`
		} `cmd:"" name:"logs"`
		Stale    struct{} `cmd:"" name:"stale_containers"`
		Version  struct{} `cmd:"" name:"version"`
		Versions struct{} `cmd:"" name:"versions"`
	} `cmd:"" name:"app"`
	Accessory struct {
		Exec struct {
			Name string `arg:""`
			exec
		} `cmd:"" name:"exec" words:"command"`
		Logs struct {
			Name string `arg:""`
			logs
		} `cmd:"" name:"logs"`
	} `cmd:"" name:"accessory"`
	Proxy struct {
		BootConfig struct {
			Set   settings `cmd:"" name:"set"`
			Reset struct{} `cmd:"" name:"reset"`
		} `cmd:"" name:"boot_config"`
	} `cmd:"" name:"proxy"`
	Registry struct {
		Login  struct{} `cmd:"" name:"login"`
		Logout struct{} `cmd:"" name:"logout"`
	} `cmd:"" name:"registry"`
	Server struct {
		Exec struct {
			Command []string `arg:"" optional:""`
		} `cmd:"" name:"exec" words:"command"`
	} `cmd:"" name:"server"`
	Lock struct {
		Acquire struct {
			Message string `name:"message" short:"m" required:""`
		} `cmd:"" name:"acquire"`
	} `cmd:"" name:"lock"`
	Complete struct {
		Words []string `arg:"" optional:""`
	} `cmd:"" name:"__complete" hidden:"" words:"rest"`
}

type deploy struct {
	SkipPush bool `name:"skip-push" short:"P"`
	NoCache  bool `name:"no-cache"`
}

type exec struct {
	Command     []string `arg:"" name:"command"`
	Interactive bool     `name:"interactive" short:"i"`
	Reuse       bool     `name:"reuse"`
	Detach      bool     `name:"detach"`
	Env         []string `name:"env" short:"e" sep:"none" takes:"pairs"`
}

type logs struct {
	Since  string `name:"since" short:"s"`
	Lines  *uint  `name:"lines" short:"n"`
	Grep   string `name:"grep" short:"g"`
	Follow bool   `name:"follow" short:"f"`
}

type settings struct {
	Publish       bool     `name:"publish" default:"true"`
	PublishHostIP []string `name:"publish-host-ip" sep:"none" takes:"several"`
	LogMaxSize    string   `name:"log-max-size"`
	Debug         bool     `name:"debug"`
	DockerOptions []string `name:"docker-options" sep:"none" takes:"words"`
}

// testReader reads lines by the grammar, with some aliases and a program.
func testReader(t testing.TB) Reader {
	t.Helper()
	parser, err := kong.New(&grammar{}, kong.NoDefaultHelp())
	if err != nil {
		t.Fatal(err)
	}
	programs := func() map[string]string {
		return map[string]string{
			"hello": "/bin/kamal-hello", "console": "/bin/kamal-console", "details": "/bin/kamal-details",
			"rol": "/bin/kamal-rol", "re": "/bin/kamal-re",
		}
	}
	return Reader{Root: parser.Model.Node, Aliases: testAliases, Programs: programs}
}

func testAliases(file, destination string, made bool) (config.Pairs, error) {
	if file == "broken.yml" {
		return nil, errors.New("it is broken")
	}
	aliases := config.Pairs{
		{Name: "console", Value: "app exec --reuse bin/console"},
		{Name: "tasks", Value: `app exec --reuse -r web "bin/tasks list"`},
		{Name: "staged", Value: "-d staging app logs"},
		{Name: "outer", Value: "tasks -p"},
		{Name: "ping", Value: "pong"},
		{Name: "pong", Value: "ping"},
		{Name: "waiting", Value: "app exec --detach"},
		{Name: "det", Value: "app details"},
		{Name: "split", Value: "app exec -- ls"},
		{Name: "quote", Value: "app exec 'ls"},
		{Name: "nothing", Value: " "},
		{Name: "hi", Value: "-d staging hello there"},
		{Name: "untold", Value: config.Untold},
	}
	if made {
		aliases[len(aliases)-1].Value = "app exec made"
	}
	if destination == "staging" {
		aliases = append(aliases, config.Pair{Name: "only", Value: "app images"})
	}
	return aliases, nil
}
